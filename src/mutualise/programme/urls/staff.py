from django.urls import path

from mutualise.programme.views import money, staff

CASE = "programme/cases/<slug:reference>/"
urlpatterns = [
    path("programme/", staff.listing, name="pipeline"),
    path("programme.csv", staff.listing, {"form": "csv"}, name="pipeline-csv"),
    path("programme.json", staff.listing, {"form": "json"}, name="pipeline-json"),
    path("programme/bulk/", staff.bulk, name="bulk"),
    path(CASE, staff.case_page, name="staff-case"),
    path(f"{CASE}steps/<slug:verb>/", staff.step, name="staff-step"),
    path(f"{CASE}eligibility/", staff.check_eligibility, name="eligibility"),
    path(f"{CASE}messages/add/", staff.message, name="staff-message"),
    path("programme/fund/", money.ledger, name="ledger"),
    path("programme/fund.csv", money.ledger, {"form": "csv"}, name="ledger-csv"),
    path("programme/fund.json", money.ledger, {"form": "json"}, name="ledger-json"),
    path("programme/fund/open/", money.open_fund, name="open-fund"),
    path("programme/fund/budgets/add/", money.add_budget, name="add-budget"),
    path("programme/fund/postings/<int:number>/", money.posting, name="posting"),
    path("programme/fund/budgets/<slug:code>/allocate/", money.allocate, name="allocate"),
    path(f"{CASE}owe/", money.owe, name="owe"),
    path(f"{CASE}pay/", money.pay, name="pay"),
]
