from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mutualise.accounts"

    def ready(self) -> None:
        """The security log hears of what the framework and the sign-in library do themselves."""
        from allauth.account.signals import login_code_rejected
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from mutualise.accounts.actions import security_log

        user_logged_in.connect(security_log.signed_in, dispatch_uid="security-log")
        user_logged_out.connect(security_log.signed_out, dispatch_uid="security-log")
        login_code_rejected.connect(security_log.code_rejected, dispatch_uid="security-log")
