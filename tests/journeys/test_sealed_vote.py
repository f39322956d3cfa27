"""Votes sealed in a real browser, and what becomes of them when the line, the browser or the poll
does not do what it should."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from mutualise.governance.rules.voting_paper import PaperUnclear, read_paper
from tests.journeys.conftest import ROOT
from tests.journeys.crawling import check

CAST = "**/vote/ballot.json"
# As if something else than the kept vote had been counted.
OTHER_HASH = """() => { for (const [place, text] of Object.entries(localStorage)) {
  const record = JSON.parse(text);
  record.kept.hash = "0".repeat(64);
  localStorage.setItem(place, JSON.stringify(record));
} }"""
# As if the store were that of an older copy of the device.
TURNED_BACK = """() => { for (const [place, text] of Object.entries(localStorage)) {
  localStorage.setItem(place, JSON.stringify({ ...JSON.parse(text), next: 1 }));
} }"""
WITHOUT_STORE = "Storage.prototype.setItem = () => { throw new Error('full'); };"


class Poll:
    """An open poll of a site of its own, and a look into its box."""

    def __init__(self, site, file) -> None:
        self.site, self.file = site, file
        self._deed("open")
        made = json.loads(file.read_text())
        self.reference, self.codes = made["reference"], made["codes"]

    def _deed(self, name: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "tests.journeys.election_by_deeds", name, str(self.file)],
            cwd=ROOT, env=self.site.env, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def close(self) -> None:
        self._deed("close")

    def box(self) -> dict:
        return json.loads(self._deed("state"))

    def page(self, name: str) -> str:
        return self.site(f"/elections/{self.reference}/{name}/")


@pytest.fixture(scope="module")
def poll(new_site, tmp_path_factory):
    return Poll(new_site, tmp_path_factory.mktemp("poll") / "made.json")


@pytest.fixture
def device(browser):
    """Makes browsers that know nothing of each other; what a page complains of fails the test."""
    made, said = [], []

    def new(**options):
        made.append(browser.new_context(viewport={"width": 320, "height": 720}, **options))
        page = made[-1].new_page()
        page.on("pageerror", lambda problem: said.append(str(problem)))
        return page

    yield new
    for context in made:
        context.close()
    assert said == []


def forwarded(route) -> dict:
    """What the server answers to a post, sent as the page sends it: the browser's own forwarding
    would add the cookies that the page leaves out."""
    sent = Request(
        route.request.url, route.request.post_data.encode(), {"Content-Type": "application/json"}
    )
    with urlopen(sent, timeout=20) as answer:
        return json.load(answer)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def give_code(page, poll, member: str) -> None:
    page.goto(poll.site("/vote/"))
    page.get_by_label("Your code").fill(poll.codes[member])
    press(page, "Give me my voting paper")


def heading(page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def fill_paper(page, *choices: int) -> None:
    heading(page, "Nurses’ director")
    for place, number in enumerate(choices, 1):
        page.locator(f"#choice-{number}").fill(str(place))
    press(page, "Check my vote")
    heading(page, "Check your vote")


def vote(page, poll, member: str, *choices: int) -> None:
    give_code(page, poll, member)
    fill_paper(page, *choices)
    press(page, "Cast my vote")


def check_code(page) -> str:
    heading(page, "Your vote is in the box")
    return page.locator(".govuk-panel__body strong").inner_text()


def kept(page) -> str:
    return page.evaluate("JSON.stringify({...localStorage})")


def test_a_voter_votes_sealed_again_and_after_a_lost_answer(poll, device, accessible):
    page = device()
    posts: list[dict] = []
    page.on("request", lambda sent: posts.append(sent.all_headers() | {"to": sent.url})
            if sent.url.endswith(".json") else None)  # fmt: skip
    page.goto(poll.site("/vote/"))
    expect(page.get_by_text("your own device seals your vote")).to_be_visible()
    check(page, accessible)
    give_code(page, poll, "1")
    heading(page, "Nurses’ director")
    expect(page.get_by_text("not secret from whoever runs it")).to_be_visible()
    check(page, accessible)
    fill_paper(page, 2, 1)
    check(page, accessible)
    press(page, "Cast my vote")
    first = check_code(page)
    check(page, accessible)
    assert poll.codes["1"] not in kept(page) and "ranking" not in kept(page)
    page.get_by_text("Keys this device used").click()
    used = page.locator("details .mutualise-code").all_inner_texts()
    assert len(used) == 5
    page.get_by_role("link", name="those published").click()
    heading(page, "Keys of the poll")
    check(page, accessible)
    assert set(used) <= set(page.locator(".mutualise-code").all_inner_texts())

    # She votes again; the server takes the vote and the answer is lost on the way.
    answers: list[dict] = []
    sent: list[str] = []

    def lose_answer(route):
        answers.append(forwarded(route))
        sent.append(route.request.post_data)
        route.abort()

    page.route(CAST, lose_answer)
    give_code(page, poll, "1")
    expect(page.get_by_text("it replaces your earlier vote")).to_be_visible()
    fill_paper(page, 3)
    press(page, "Cast my vote")
    heading(page, "No answer has come")
    check(page, accessible)
    # She comes back later: the page still knows.
    give_code(page, poll, "1")
    heading(page, "No answer has come")
    page.unroute(CAST)
    page.on("request", lambda each: sent.append(each.post_data)
            if each.url.endswith("ballot.json") else None)  # fmt: skip
    press(page, "Send again")
    second = check_code(page)
    assert second != first
    assert sent[0] == sent[1] and len(sent) == 2
    text = page.inner_text("main")
    assert f"entry {answers[0]['number']} of" in text and answers[0]["head"] in text
    box = poll.box()
    assert [row[1:3] for row in box["board"]] == [["online", 1], ["online", 2]]
    assert box["board"][1][3] == answers[0]["head"] and box["tokens"] == 1
    assert len(posts) >= 6 and not [each for each in posts if "cookie" in each]

    # Another device cannot take her place, and one without scripts votes in the assisted way.
    other = device()
    give_code(other, poll, "1")
    expect(other.locator("#problems")).to_contain_text("given to another browser or device")
    check(other, accessible)
    plain = device(java_script_enabled=False)
    plain.goto(poll.site("/vote/"))
    assert "server seals your vote for you" in plain.inner_text("#way")
    vote(plain, poll, "2", 1)
    check_code(plain)
    assert [row[1] for row in poll.box()["board"]] == ["online", "online", "assisted"]

    # A third voter forgets her vote on a shared device; it stays in the box.
    shared = device()
    vote(shared, poll, "3", 1, 2)
    check_code(shared)
    shared.get_by_text("I share this device").click()
    press(shared, "Forget on this device")
    expect(shared.get_by_text("keeps nothing of this vote")).to_be_focused()
    assert kept(shared) == "{}"

    # A fourth voter's vote never arrives, and she tries again too late.
    late = device()
    late.route(CAST, lambda route: route.abort())
    vote(late, poll, "4", 1)
    heading(late, "No answer has come")
    late.unroute(CAST)

    page.goto(poll.page("check"))
    expect(page.get_by_text(second)).to_be_visible()
    poll.close()
    press(late, "Send again")
    expect(late.locator("#problems")).to_contain_text("The poll has closed")
    assert "pending" not in kept(late)
    assert poll.box()["opened"] == [[1], [1, 2], [3]]
    page.goto(poll.page("check"))
    press(page, "Compare with the votes counted")
    expect(page.get_by_text("counted exactly as this device cast it")).to_be_visible()
    check(page, accessible)
    page.evaluate(OTHER_HASH)
    page.reload()
    press(page, "Compare with the votes counted")
    expect(page.get_by_text("not among those counted as this device cast it")).to_be_visible()
    page.get_by_label("Your check code").fill(second)
    press(page, "Look it up")
    expect(page.get_by_text("a vote with this code was counted as")).to_be_visible()
    page.get_by_text("I share this device").click()
    press(page, "Forget on this device")
    assert kept(page) == "{}"


@pytest.fixture(scope="module")
def second_poll(new_site, tmp_path_factory):
    return Poll(new_site, tmp_path_factory.mktemp("second") / "made.json")


def test_a_browser_that_keeps_nothing_lets_the_server_seal_and_says_so(
    second_poll, device, accessible
):
    page = device()
    page.add_init_script(WITHOUT_STORE)
    page.goto(second_poll.site("/vote/"))
    expect(page.locator("#why-assisted")).to_contain_text("lets the page keep nothing")
    check(page, accessible)
    vote(page, second_poll, "4", 1)
    check_code(page)
    assert second_poll.box()["board"][-1][1] == "assisted"


@pytest.mark.parametrize(
    ("member", "part"),
    [("5", "**/vote.js"), ("6", "**/blindrsa.js"), ("7", "**/sealedbox.web.js")],
)
def test_a_part_that_does_not_load_leaves_the_form_as_it_is(second_poll, device, member, part):
    page = device()
    page.route(part, lambda route: route.abort())
    page.goto(second_poll.site("/vote/"))
    expect(page.locator("#way")).to_contain_text("server seals your vote for you")
    vote(page, second_poll, member, 1)
    check_code(page)
    assert second_poll.box()["board"][-1][1] == "assisted"


def test_a_poll_without_tokens_and_a_voter_who_asks_for_it_are_served_assisted(second_poll, device):
    page = device()

    def no_tokens(route):
        route.fulfill(json=forwarded(route) | {"issuers": None})

    page.route("**/vote/begin.json", no_tokens)
    vote(page, second_poll, "8", 1)
    assert "sealed by the server" in page.inner_text("main")
    asking = device()
    asking.goto(second_poll.site("/vote/"))
    asking.get_by_label("Your code").fill(second_poll.codes["9"])
    press(asking, "Let the server seal my vote instead")
    expect(asking).to_have_title(re.compile("^Voting paper"))
    assert "server seals your vote for you" in asking.inner_text("main")
    fill_paper(asking, 2)
    # Who began assisted goes on so, also in a browser that could seal.
    give_code(asking, second_poll, "9")
    expect(asking).to_have_title(re.compile("^Voting paper"))
    assert "server seals your vote for you" in asking.inner_text("main")
    assert second_poll.box()["board"][-1][1] == "assisted"


def test_a_lost_answer_to_the_token_is_asked_for_again(second_poll, device):
    page = device()
    asked: list[str] = []

    def lose(route):
        asked.append(route.request.post_data)
        forwarded(route)
        route.abort()

    page.route("**/vote/token.json", lose)
    give_code(page, second_poll, "10")
    expect(page.locator("#problems")).to_contain_text("No answer came")
    page.unroute("**/vote/token.json")
    page.on("request", lambda each: asked.append(each.post_data)
            if each.url.endswith("token.json") else None)  # fmt: skip
    press(page, "Give me my voting paper")
    fill_paper(page, 1)
    press(page, "Cast my vote")
    check_code(page)
    assert asked[0] == asked[1]


def test_a_store_put_back_is_set_right_and_other_keys_than_the_first_are_refused(
    second_poll, device
):
    page = device()
    vote(page, second_poll, "11", 1)
    check_code(page)
    # A store that was put back asks for a turn that is taken, and is told the free one.
    page.evaluate(TURNED_BACK)
    vote(page, second_poll, "11", 2)
    expect(page.locator("#problems")).to_contain_text("Start again with your code")
    vote(page, second_poll, "11", 2)
    check_code(page)

    def other_keys(route):
        found = forwarded(route)
        route.fulfill(json=found | {"trustees": found["trustees"][::-1]})

    page.route("**/vote/begin.json", other_keys)
    give_code(page, second_poll, "11")
    expect(page.locator("#problems")).to_contain_text("Do not vote here: tell the scrutineer")


def test_a_wrong_code_and_a_paper_filled_in_wrongly_are_explained(second_poll, device, accessible):
    page = device()
    page.goto(second_poll.site("/vote/"))
    page.get_by_label("Your code").fill("0000")
    press(page, "Give me my voting paper")
    expect(page.locator("#problems")).to_contain_text("This code is not known")
    page.get_by_role("link", name="This code is not known").click()
    expect(page.get_by_label("Your code")).to_be_focused()
    page.get_by_label("Your code").fill(second_poll.codes["12"])
    press(page, "Give me my voting paper")
    heading(page, "Nurses’ director")
    press(page, "Check my vote")
    expect(page.locator("#problems")).to_contain_text("You have not chosen anybody")
    for number in (1, 2):
        page.locator(f"#choice-{number}").fill("1")
    press(page, "Check my vote")
    expect(page.locator("#problems")).to_contain_text("You gave the number 1 to")
    assert page.title().startswith("Error: ")
    check(page, accessible)
    press(page, "Clear all numbers")
    for number in (3, 1):
        page.locator("button[value=next]").nth(number - 1).click()
    page.keyboard.press("Enter")
    values = [page.locator(f"#choice-{number}").input_value() for number in (1, 2, 3)]
    assert values == ["2", "", "1"]
    page.locator("#choice-1").press("Enter")
    heading(page, "Check your vote")
    assert page.locator("main ol li").all_inner_texts() == ["Member 3", "Member 1"]
    press(page, "Change my vote")
    assert page.locator("#choice-3").input_value() == "1"


PAPERS = (
    ["1", "2", ""], ["2", " 1 ", "3"], ["", "", ""], ["1", "1", "1"], ["2", "3", ""],
    ["1", "3", "3"], ["a", "1", "0"], ["1", "-1", "1.5"], ["01", "2", "1000"], ["٣", "1", "2"],
)  # fmt: skip


def test_the_browser_reads_a_paper_as_the_server_does(second_poll, device):
    page = device()
    page.goto(second_poll.site("/vote/"))
    found = page.evaluate(
        """async (papers) => {
          const { readPaper } = await import("/static/governance/paper.js");
          const names = new Map([[1, "A"], [2, "B"], [3, "C"]]);
          return papers.map((texts) => readPaper(texts.map((text, at) => [at + 1, text]), names));
        }""",
        PAPERS,
    )
    for texts, read in zip(PAPERS, found, strict=True):
        try:
            ranking = read_paper(dict(enumerate(texts, 1)), {1: "A", 2: "B", 3: "C"})
            assert read == {"ranking": list(ranking), "problems": []}
        except PaperUnclear as unclear:
            assert [tuple(each) for each in read["problems"]] == unclear.problems
