"""What everybody sees of events, and what nobody may see."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from adapters.events.shown import TO
from bot.events.model import AddressFor, EventStatus, EventText
from tests.adapters.console.payloads import PAYLOADS
from tests.adapters.events.shelf import HOME, NEWPORTS, SECRET, Shelf, event

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_what_is_coming_stands_there_soonest_first() -> None:
    later, sooner = event(1, 72), event(2, 24, texts={"en": EventText("Sooner")})
    page = Shelf().put(later, sooner).browser().get("/events").text
    assert page.index("Sooner") < page.index("Tea and talk")
    assert f"Sunday 22 November, 09:00{TO}11:00" in page
    assert 'href="/events/2?language=en"' in page


def test_without_any_it_says_so() -> None:
    assert "Nothing is planned just now." in Shelf().browser().get("/events").text


@pytest.mark.parametrize(
    "status", [EventStatus.DRAFT, EventStatus.WITHDRAWN, EventStatus.CANCELLED]
)
def test_only_what_is_published_is_listed(status: EventStatus) -> None:
    page = Shelf().put(event(status=status)).browser().get("/events").text
    assert "Tea and talk" not in page


@pytest.mark.parametrize("near", ["Leeds", "LS1 4AB", " leeds "])
def test_near_a_town_or_a_postcode_it_says_how_far(near: str) -> None:
    far = event(2, at=NEWPORTS[0].at, texts={"en": EventText("Far away")}, town="Newport")
    page = Shelf().put(event(1), far).browser().get("/events", params={"near": near}).text
    assert "Near Leeds, England" in page
    assert re.search(r"about 1\s?mile away", page)
    assert "Far away" not in page


def test_a_name_of_several_places_is_asked_about() -> None:
    browser = Shelf().put(event(at=NEWPORTS[1].at)).browser()
    page = browser.get("/events?near=Newport&spoken=ar").text
    assert "Which one do you mean?" in page
    assert "Newport, Wales" in page
    path = "/events?place=newport2&amp;spoken=ar&amp;language=en"
    assert f'href="{path}"' in page
    assert "Tea and talk" in browser.get(path.replace("&amp;", "&")).text


def test_an_unknown_place_keeps_what_was_typed() -> None:
    page = Shelf().put(event()).browser().get("/events", params={"near": 'Nowhere "x'}).text
    assert "We do not know this place." in page
    assert 'value="Nowhere &#34;x"' in page
    assert "Tea and talk" in page


def test_nothing_near_offers_what_is_online() -> None:
    online = event(3, is_online=True, at=None, texts={"en": EventText("From home")})
    page = Shelf().put(online).browser().get("/events?near=leeds").text
    assert "There is nothing near there yet." in page
    assert "From home" in page


def test_it_can_be_looked_through_by_language_and_online() -> None:
    arabic = event(1, languages=("ar",), texts={"en": EventText("In Arabic")})
    english = event(2, languages=("en",), texts={"en": EventText("In English")})
    online = event(3, is_online=True, languages=("ar",), texts={"en": EventText("From home")})
    browser = Shelf().put(arabic, english, online).browser()
    spoken = browser.get("/events?spoken=ar").text
    assert "In Arabic" in spoken
    assert "In English" not in spoken
    alone = browser.get("/events?online=1").text
    assert "From home" in alone
    assert "In Arabic" not in alone


def test_the_address_is_for_those_who_registered() -> None:
    browser = Shelf().put(event()).browser()
    for path in ("/events", "/events/1", "/events/1.ics", "/events.ics", "/events?near=leeds"):
        answer = browser.get(path)
        assert SECRET not in answer.text, path
        assert "53.79" not in answer.text, path
    assert "The exact place is told in the chat" in browser.get("/events/1").text


def test_or_for_all() -> None:
    open_one = event(address_for=AddressFor.ALL)
    browser = Shelf().put(open_one).browser()
    page = browser.get("/events/1").text
    assert f"{SECRET}, Leeds" in page
    assert "The exact place is told" not in page


def test_so_is_the_link_of_what_is_online() -> None:
    online = event(is_online=True, address="", link="https://meet.example/s3cret")
    shelf = Shelf().put(online)
    browser = shelf.browser()
    for path in ("/events", "/events/1", "/events/1.ics", "/events.ics"):
        assert "s3cret" not in browser.get(path).text
    assert "The link is told in the chat" in browser.get("/events/1").text
    shelf.put(replace(online, address_for=AddressFor.ALL))
    assert 'href="https://meet.example/s3cret"' in shelf.browser().get("/events/1").text


def test_a_link_that_could_act_is_none() -> None:
    bad = event(is_online=True, link="javascript:alert(1)", address_for=AddressFor.ALL)
    assert "javascript:" not in Shelf().put(bad).browser().get("/events/1").text


def test_the_page_leads_into_the_chat_on_every_channel() -> None:
    page = Shelf().put(event()).browser().get("/events/1?language=ar").text
    assert 'href="/chat?language=ar&amp;flow=events-1"' in page
    assert "https://t.me/sample_bot?start=events-1" in page
    assert "https://wa.me/440000000000?text=/start%20events-1" in page


def test_its_card_can_be_shared() -> None:
    page = Shelf().put(event()).browser().get("/events/1").text
    assert '<meta property="og:title" content="Tea and talk">' in page
    when = f"Monday 23 November, 09:00{TO}11:00"
    assert f'property="og:description" content="{when} · Leeds"' in page
    image = re.search(rf'og:image" content="{HOME}(/events/static/[0-9a-f]+/events\.png)"', page)
    assert image
    answer = Shelf().browser().get(image[1])
    assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize("path", ["/events", "/events/1", "/events/9"])
def test_the_tab_says_nothing_and_the_way_out_is_there(path: str) -> None:
    page = Shelf().put(event()).browser().get(path).text
    assert "<title>Chat</title>" in page
    assert "data-exit" in page


def test_search_engines_read_it_as_data() -> None:
    page = Shelf().put(event(cost="£2", languages=("ur",))).browser().get("/events/1").text
    told = DATA.search(page)
    assert told
    read = json.loads(told[1])
    assert read["name"] == "Tea and talk"
    assert read["startDate"] == "2026-11-23T09:00:00+00:00"
    assert read["location"]["address"] == {"@type": "PostalAddress", "addressLocality": "Leeds"}
    assert read["isAccessibleForFree"] is False


def test_a_calendar_that_names_no_price_says_nothing_of_it() -> None:
    here = Shelf().put(event()).browser().get("/events/1").text
    assert "isAccessibleForFree" in here
    assert "Free" in here
    imported = Shelf().put(event(feed="a calendar")).browser()
    for path in ("/events", "/events/1"):
        page = imported.get(path).text
        assert "Free" not in page
        assert "isAccessibleForFree" not in page


def test_what_is_called_off_says_so_and_takes_nobody_in() -> None:
    page = Shelf().put(event(status=EventStatus.CANCELLED)).browser().get("/events/1").text
    assert "This will not take place." in page
    assert "flow=events" not in page
    assert "EventCancelled" in page


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.WITHDRAWN])
def test_what_is_not_for_the_public_is_not_there(status: EventStatus) -> None:
    browser = Shelf().put(event(status=status)).browser()
    for path in ("/events/1", "/events/1.ics"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "Tea and talk" not in answer.text
    assert "Tea and talk" not in browser.get("/events.ics").text


@pytest.mark.parametrize("id_", ["0", "x", "-1", "9" * 19, "9" * 5000, "1%00", "..%2f1"])
def test_an_id_that_is_none_is_not_found(id_: str) -> None:
    browser = Shelf().put(event()).browser()
    assert browser.get(f"/events/{id_}").status_code == 404
    assert browser.get(f"/events/{id_}.ics").status_code == 404


def test_it_speaks_her_language_and_the_event_its_own() -> None:
    both = event(texts={"en": EventText("Tea"), "ar": EventText("شاي")})
    browser = Shelf().put(both, event(2)).browser()
    page = browser.get("/events", headers={"Accept-Language": "ar"}).text
    assert '<html lang="ar" dir="rtl">' in page
    assert "شاي" in page
    assert '<h3 lang="en" dir="ltr">' in page


def test_clocks_are_those_of_the_place_and_named_where_nobody_goes() -> None:
    khujand = event(zone="Asia/Dushanbe", is_online=True, in_hours=20)
    page = Shelf().put(khujand).browser().get("/events/1").text
    assert f"10:00{TO}12:00" in page
    assert "(Dushanbe time)" in page


def test_nothing_is_kept_by_what_lies_between() -> None:
    answer = Shelf().browser().get("/events?near=LS1")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("payload", PAYLOADS[::7])
def test_nothing_in_an_event_can_act(payload: str) -> None:
    fields = ("organiser", "host", "town", "address", "link", "audience", "cost")
    given: dict[str, Any] = dict.fromkeys(fields, payload)
    one = event(texts={"en": EventText(payload, payload)}, address_for=AddressFor.ALL, **given)
    browser = Shelf().put(one, event(2, is_online=True, **given)).browser()
    for path in ("/events", "/events/1", "/events/2", "/events?near=leeds"):
        page = browser.get(path).text
        assert not any("<" in data for data in DATA.findall(page))
        if re.search(r"[<>\"']", payload):
            assert payload not in DATA.sub("", page)
        scripts = re.findall(r"<script[^>]*>", page)
        assert all('src="/static/' in one or "ld+json" in one for one in scripts)


@pytest.mark.parametrize("payload", PAYLOADS[::11])
def test_nor_in_what_is_looked_for(payload: str) -> None:
    page = Shelf().put(event()).browser().get("/events", params={"near": payload, "place": ""})
    assert page.status_code == 200
    if re.search(r"[<>\"']", payload):
        assert payload not in page.text


def test_the_landing_page_leads_there() -> None:
    assert 'href="/events?language=ar"' in Shelf().browser().get("/?language=ar").text


def test_times_go_from_left_to_right_in_every_language() -> None:
    page = Shelf().put(event()).browser().get("/events?language=ar").text
    assert f"\u206609:00{TO}11:00\u2069" in page


def test_what_is_near_and_online_stands_there_once() -> None:
    both = event(is_online=True)
    page = Shelf().put(both).browser().get("/events?near=leeds").text
    assert page.count("Tea and talk") == 1
    assert "mile away" not in page
