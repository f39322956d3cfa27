from django.urls import path

from mutualise.programme.views import award_changes, board, books, letters, money, publish, staff

CASE = "programme/cases/<slug:reference>/"
EXTRACT = "programme/fund/extracts/<slug:digest>"
urlpatterns = [
    path("programme/", staff.listing, name="pipeline"),
    path("programme.csv", staff.listing, {"form": "csv"}, name="pipeline-csv"),
    path("programme.json", staff.listing, {"form": "json"}, name="pipeline-json"),
    path("programme/board/", board.board, name="board"),
    path("support/standards/", board.standards, name="standards"),
    path(f"{CASE}officer/", board.officer, name="case-officer"),
    path("programme/publish/", publish.publish, name="publish-figures"),
    path("programme/letters/", letters.log, name="letters"),
    path("programme/letters.csv", letters.log, {"form": "csv"}, name="letters-csv"),
    path("programme/letters.json", letters.log, {"form": "json"}, name="letters-json"),
    path("programme/letters/<int:number>/", letters.letter, name="letter"),
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
    path("programme/fund/budgets/<slug:code>/close/", award_changes.close_year, name="close-year"),
    path("programme/fund/forecast/", books.forecast, name="forecast"),
    path("programme/fund/forecast.csv", books.forecast, {"form": "csv"}, name="forecast-csv"),
    path("programme/fund/forecast.json", books.forecast, {"form": "json"}, name="forecast-json"),
    path("programme/fund/extracts/", books.extracts, name="extracts"),
    path(f"{EXTRACT}/", books.reconciliation, name="reconciliation"),
    path(f"{EXTRACT}.csv", books.reconciliation, {"form": "csv"}, name="reconciliation-csv"),
    path(f"{EXTRACT}.json", books.reconciliation, {"form": "json"}, name="reconciliation-json"),
    path(f"{CASE}award/vary/", award_changes.vary, name="vary-award"),
    path(f"{CASE}award/release/", award_changes.release, name="release-award"),
    path(f"{CASE}award/subsidy/<slug:verb>/", award_changes.subsidy_step, name="subsidy-step"),
    path(f"{CASE}owe/", money.owe, name="owe"),
    path(f"{CASE}pay/", money.pay, name="pay"),
]
