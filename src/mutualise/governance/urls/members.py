from django.urls import path

from mutualise.governance.views import (
    control,
    directors,
    inspection,
    member,
    members,
    payroll,
    set_up,
)

BOOK = "members/<slug:code>/"
ONE = f"{BOOK}<int:number>/"
DIRECTORS = f"{BOOK}directors/"
urlpatterns = [
    path("members/", members.registers, name="member-registers"),
    path(BOOK, members.members, name="members"),
    path("members/<slug:code>.csv", members.members, {"form": "csv"}, name="members-csv"),
    path("members/<slug:code>.xlsx", members.members, {"form": "xlsx"}, name="members-xlsx"),
    path("members/<slug:code>.json", members.members, {"form": "json"}, name="members-json"),
    path(f"{BOOK}printed/", members.printed, name="members-printed"),
    path(f"{BOOK}admit/", members.admit, name="admit-member"),
    path(f"{BOOK}classes/", set_up.classes, name="member-classes"),
    path(f"{BOOK}open/", set_up.open_register, name="open-register"),
    path(f"{BOOK}share-classes/", set_up.share_class, name="add-share-class"),
    path(f"{BOOK}headcount/", set_up.headcount, name="headcount"),
    path(f"{BOOK}payroll/", payroll.payroll, name="payroll"),
    path(f"{BOOK}control/", control.control, name="control"),
    path(f"{BOOK}control/publish/", control.publish, name="publish-control"),
    path(f"{BOOK}inspection/", inspection.inspections, name="inspections"),
    path(f"{BOOK}inspection/copy.csv", inspection.copy, name="inspection-copy"),
    path(f"{BOOK}inspection/add/", inspection.ask, name="ask-inspection"),
    path(f"{BOOK}inspection/<int:number>/<slug:verb>/", inspection.settle, name="settle-inspection"),
    path(DIRECTORS, directors.directors, name="directors"),
    path(f"{DIRECTORS}add/", directors.add, name="add-director"),
    path(f"{DIRECTORS}<int:number>/end/", directors.end, name="end-term"),
    path(f"{DIRECTORS}<int:number>/tie/", directors.declare, name="declare-tie"),
    path(ONE, member.member, name="member"),
    path(f"{ONE}particulars/", member.describe, name="describe-member"),
    path(f"{ONE}class/", member.move, name="move-member"),
    path(f"{ONE}cease/", member.cease, name="cease-member"),
    path(f"{ONE}correct/<int:row>/", member.correct, name="correct-membership"),
    path(f"{ONE}shares/", member.shares, name="member-shares"),
    path(f"{ONE}shares/<int:row>/withdraw/", member.undo_shares, name="undo-shares"),
    path(f"{ONE}personal-data.json", member.personal, name="personal-data"),
    path(f"{ONE}erase/", member.erase, name="erase-member"),
    path("employee-control/<slug:code>/", control.employee_control, name="employee-control"),
    path("employee-control/<slug:code>.json", control.employee_control, {"form": "json"}, name="employee-control-json"),
]  # fmt: skip
