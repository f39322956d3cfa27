from django.urls import path

from mutualise.governance.views import meeting_deeds as deeds
from mutualise.governance.views import meetings
from mutualise.governance.views import own_majorities as own
from mutualise.governance.views import resolution_deeds as decide
from mutualise.governance.views import sitting_deeds as sitting

BODY = "control/<slug:organisation>/"
ONE = f"{BODY}meetings/<slug:reference>/"
RESOLUTION = f"{BODY}resolutions/<slug:reference>/"
urlpatterns = [
    path(f"{BODY}meetings/", meetings.listing, name="meetings"),
    path(f"{BODY}meetings.csv", meetings.listing, {"form": "csv"}, name="meetings-csv"),
    path(f"{BODY}meetings.json", meetings.listing, {"form": "json"}, name="meetings-json"),
    path(f"{BODY}majorities/add/", own.add, name="record-majority"),
    path(f"{BODY}majorities/<int:number>/withdraw/", own.withdraw, name="withdraw-majority"),
    path(f"{BODY}meetings/call/", deeds.call, name="call-meeting"),
    path(ONE, meetings.page, name="meeting"),
    path(f"{ONE}notice.txt", meetings.printed, {"what": "notice"}, name="meeting-notice-text"),
    path(
        f"{ONE}adjournments/<int:number>/notice.txt",
        meetings.adjournment_letter,
        name="adjournment-letter",
    ),
    path(f"{ONE}minutes.txt", meetings.printed, {"what": "minutes"}, name="meeting-minutes-text"),
    path(f"{ONE}resolutions/add/", deeds.propose, name="propose-resolution"),
    path(f"{ONE}resolutions/confirm/", deeds.confirm, name="confirm-resolution"),
    path(f"{ONE}notice/", deeds.give_notice, name="give-notice"),
    path(f"{ONE}notice/directors/<int:number>/", sitting.director_told, name="director-told"),
    path(f"{ONE}present/", sitting.attend, name="record-attendance"),
    path(f"{ONE}present/take-back/", sitting.not_present, name="take-back-attendance"),
    path(f"{ONE}proxies/", sitting.proxy, name="record-proxy"),
    path(f"{ONE}proxies/withdraw/", sitting.withdraw_proxy, name="withdraw-proxy"),
    path(f"{ONE}adjourn/", sitting.adjourn, name="adjourn-meeting"),
    path(f"{ONE}open/", deeds.take_step, {"name": "open"}, name="open-meeting"),
    path(f"{ONE}close/", deeds.take_step, {"name": "close"}, name="close-meeting"),
    path(f"{ONE}cancel/", deeds.cancel, name="cancel-meeting"),
    path(f"{ONE}minutes/", deeds.minutes, name="write-minutes"),
    path(f"{BODY}resolutions/circulate/", decide.circulate, name="circulate-resolution"),
    path(RESOLUTION, meetings.written, name="written-resolution"),
    path(f"{RESOLUTION}take-off/", decide.take_off, name="take-off-agenda"),
    path(f"{RESOLUTION}votes/", decide.votes, name="record-votes"),
    path(f"{RESOLUTION}agreements/", decide.agreements, name="record-agreements"),
    path(f"{RESOLUTION}result/", decide.declare, name="declare-result"),
    path(f"{RESOLUTION}filing/", decide.file, name="file-resolution"),
]
