from django.urls import path

from mutualise.programme.views import advice, buying, endings, outputs, supply

CASE = "programme/cases/<slug:reference>/"
TEAM = "support/cases/<slug:reference>/"
ORDER = "advice/orders/<slug:order>/"
SUPPLIER = "programme/suppliers/<slug:code>/"
urlpatterns = [
    path("programme/suppliers/", supply.listing, name="suppliers"),
    path("programme/suppliers.csv", supply.listing, {"form": "csv"}, name="suppliers-csv"),
    path("programme/suppliers.json", supply.listing, {"form": "json"}, name="suppliers-json"),
    path("programme/supplier/add/", supply.add, name="add-supplier"),
    path(SUPPLIER, supply.supplier, name="supplier"),
    path(f"{SUPPLIER}<slug:kind>/add/", supply.add_fact, name="add-supplier-fact"),
    path(f"{SUPPLIER}<slug:kind>/<int:number>/end/", supply.end_fact, name="end-supplier-fact"),
    path(
        f"{SUPPLIER}<slug:kind>/<int:number>/withdraw/", supply.withdraw_fact,
        name="withdraw-supplier-fact",
    ),
    path(f"{CASE}orders/add/", buying.place_order, name="place-order"),
    path(f"{CASE}orders/<slug:order>/finish/", buying.finish, name="finish-order"),
    path(f"{CASE}orders/<slug:order>/pay/", buying.pay, name="pay-order"),
    path(f"{CASE}competitions/add/", buying.open_competition, name="open-competition"),
    path(f"{CASE}competitions/<int:number>/", buying.competition, name="competition"),
    path(f"{CASE}competitions/<int:number>/withdraw/", endings.withdraw_competition, name="withdraw-competition"),
    path(f"{CASE}competitions/<int:number>/offers/<int:position>/", buying.choose, name="choose-offer"),
    path("advice/", advice.home, name="advice"),
    path(ORDER, advice.order, name="advice-order"),
    path(f"{ORDER}time/add/", advice.log_time, name="log-time"),
    path(f"{ORDER}time/<int:number>/", advice.log_time, name="correct-time"),
    path(f"{ORDER}outputs/add/", advice.hand_in, name="hand-in"),
    path(f"{ORDER}outputs/<int:number>/file/", advice.output_file, name="advice-file"),
    path("advice/competitions/<int:number>/", advice.offer, name="make-offer"),
    path(f"{TEAM}outputs/<int:number>/", outputs.output, name="output"),
    path(f"{TEAM}outputs/<int:number>/library/", outputs.take_out, name="take-out"),
    path(f"{TEAM}outputs/<int:number>/file/", outputs.output_file, name="output-file"),
    path("library/", outputs.shelf, name="library"),
    path("library.csv", outputs.shelf, {"form": "csv"}, name="library-csv"),
    path("library.json", outputs.shelf, {"form": "json"}, name="library-json"),
    path("library/<int:number>/", outputs.book, name="library-item"),
    path("library/<int:number>/file/", outputs.book_file, name="library-file"),
]  # fmt: skip
