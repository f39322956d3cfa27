from django.urls import path

from mutualise.accounts import views

urlpatterns = [
    path("second-factor/", views.second_factor, name="second-factor"),
    path("second-factor/set-up/", views.set_up, name="second-factor-set-up"),
    path("second-factor/recovery-codes/", views.recovery_codes, name="recovery-codes"),
    path("second-factor/recovery-codes/file/", views.codes_file, name="recovery-codes-file"),
    path("second-factor/recovery-codes/new/", views.new_codes, name="recovery-codes-new"),
    path("second-factor/turn-off/", views.turn_off, name="second-factor-turn-off"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    # The names are those the sign-in library looks for.
    path("second-factor/code/", views.code_at_sign_in, name="mfa_authenticate"),
    path("second-factor/code-again/", views.code_again, name="mfa_reauthenticate"),
]
