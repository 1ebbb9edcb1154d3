"""The web chat as she meets it: pressed, ticked, typed, lost and found again."""

import re

from playwright.sync_api import Page, Route, expect

from bot.messages import Kind
from tests.browser.conftest import Chat, OpenPage


def greeted(chat: Chat, open_page: OpenPage, path: str = "/chat", **options: object) -> Page:
    page = open_page(**options)  # type: ignore[arg-type]
    page.goto(chat.address + path)
    expect(page.locator(".bubble").first).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_it_greets_and_answers_a_press(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    page.get_by_role("button", name="Early signs").click()

    expect(page.get_by_role("log")).to_contain_text("You: Early signs")
    expect(page.get_by_text("Tick all that fit.")).to_be_visible()
    assert page.title() == "Chat"
    assert page.context.cookies() == []


def test_ticks_change_in_place_and_done_goes_on(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    page.get_by_role("button", name="Early signs").click()
    online = page.get_by_role("button", name="New people online")
    travel = page.get_by_role("button", name="Speaks of leaving")

    online.click()
    travel.click()
    online.click()
    expect(travel).to_have_attribute("aria-pressed", "true")
    expect(online).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Done").click()

    expect(page.get_by_text("That was not easy to write down.")).to_be_visible()
    expect(page.locator(".hers").last).to_contain_text("Speaks of leaving, or hides a passport")
    expect(page.get_by_text("Tick all that fit.")).to_have_count(1)
    assert [taken.pressed for taken in chat.guide.taken if "signs.list" in taken.choice] == [
        "2",
        "3",
        "4",
        "5",
    ]


def test_a_button_of_an_old_message_still_works(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    write(page, "menu")
    expect(page.get_by_text("What would you like to do?")).to_be_visible()

    page.locator(".bubble").first.get_by_role("button", name="Early signs").click()

    expect(page.get_by_text("Tick all that fit.")).to_be_visible()


def test_enter_sends_and_shift_enter_starts_a_line(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.get_by_label("Your message").focus()

    page.keyboard.type("He is so quiet.")
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    page.keyboard.type("I AM AFRAID.")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Thank you for telling me.")).to_be_visible()
    assert chat.guide.taken[-1].text == "He is so quiet.\n\n\nI AM AFRAID."
    expect(page.get_by_label("Your message")).to_have_value("")


def test_whatever_she_writes_stays_words(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    nasty = "<img src=x onerror=alert(1)> {{7*7}} \u202egnp.exe https://x.test/\"onclick='1'"

    write(page, nasty)

    expect(page.get_by_text("Thank you for telling me.")).to_be_visible()
    assert nasty in (page.locator(".hers").inner_text())
    assert page.locator(".log img").count() == 0


def test_the_quick_actions_say_their_words(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    for name in ("Menu", "A person", "Urgent help"):
        page.get_by_role("group", name="Always here for you").get_by_role(
            "button", name=name
        ).click()
    expect(page.get_by_text("You can call now.")).to_be_visible()

    assert [taken.text for taken in chat.guide.taken[1:]] == ["menu", "person", "urgent"]


def test_numbers_can_be_tapped_and_dates_cannot(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    page.get_by_role("button", name="Urgent help").click()

    links = page.locator(".log a")
    expect(links).to_have_text(["999", "0800 011 3764", "https://actearly.uk/contact"])
    expect(links.nth(1)).to_have_attribute("href", "tel:08000113764")


def test_an_answer_that_was_lost_is_not_sent_twice(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/chat/messages", lose, times=1)
    write(page, "hello")
    expect(page.locator(".hers .state")).to_contain_text("Not sent")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".hers .state")).to_have_count(0)
    expect(page.get_by_text("Thank you for telling me.")).to_have_count(1)
    assert [taken.kind for taken in chat.guide.taken] == [Kind.START, Kind.TEXT]


def test_order_is_kept_while_the_store_is_away(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    chat.guide.down = True
    write(page, "one")
    expect(page.locator(".state.failed")).to_be_visible()
    write(page, "two")
    expect(page.locator(".state.waiting")).to_be_visible()

    chat.guide.down = False
    write(page, "three")

    expect(page.get_by_text("Thank you for telling me.")).to_have_count(3)
    expect(page.locator(".state")).to_have_count(0)
    assert [taken.text for taken in chat.guide.taken[1:]] == ["one", "two", "three"]


def test_urgent_help_shows_numbers_when_it_cannot_be_sent(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    chat.guide.down = True

    page.get_by_role("button", name="Urgent help").click()

    expect(page.get_by_role("region", name="If you need help now")).to_contain_text("999")


def test_every_apology_is_shown(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    chat.guide.broken = True
    write(page, "one")
    expect(page.get_by_text("You can call now.")).to_have_count(1)
    write(page, "two")

    expect(page.get_by_text("You can call now.")).to_have_count(2)
    expect(page.locator(".bubble").last).to_contain_text("You can call now.")


def test_offline_is_said_and_coming_back_sends(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    write(page, "hello")
    expect(page.locator(".state.failed")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text("Thank you for telling me.")).to_be_visible()
    expect(page.get_by_text("You are offline.")).to_have_count(0)


def test_without_the_store_the_numbers_are_there(chat: Chat, open_page: OpenPage) -> None:
    chat.guide.down = True
    page = open_page()
    page.goto(chat.address + "/chat")
    expect(page.get_by_role("region", name="If you need help now")).to_contain_text("999")

    chat.guide.down = False
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_text("Hello, and welcome.")).to_be_visible()
    expect(page.get_by_role("region", name="If you need help now")).to_have_count(0)


def test_an_adviser_appears_by_herself_once(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    chat.guide.adviser_writes(chat.guide.only_address())
    expect(page.locator(".adviser")).to_contain_text("Farah")

    write(page, "thank you")

    expect(page.get_by_text("Thank you for telling me.")).to_have_count(1)
    expect(page.locator(".adviser")).to_have_count(1)


def test_reloading_keeps_the_chat(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    write(page, "a secret of mine")
    expect(page.get_by_text("Thank you for telling me.")).to_be_visible()

    page.reload()

    expect(page.get_by_text("Thank you for telling me.")).to_be_visible()
    expect(page.get_by_text("You opened this again.")).to_be_visible()
    expect(page.get_by_text("a secret of mine")).to_have_count(0)
    assert chat.guide.conversations() == 1
    kept = page.evaluate("() => JSON.stringify({...sessionStorage, ...localStorage})")
    assert re.fullmatch(r'\{"t":"[\w-]{43}"\}', kept)


def test_erased_elsewhere_it_ends_here(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)
    bearer = f"Bearer {page.evaluate('() => sessionStorage.t')}"
    page.request.delete(chat.address + "/api/chat", headers={"Authorization": bearer})

    expect(page.get_by_text("This chat is over.")).to_be_visible()
    expect(page.locator(".bubble")).to_have_count(0)
    page.get_by_role("button", name="Start again").click()

    expect(page.get_by_text("Hello, and welcome.")).to_be_visible()


def test_hiding_the_chat_leaves_only_the_farewell(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    write(page, "hide")

    expect(page.locator(".bubble")).to_have_text(["Guide" + "Everything is erased. Take care."])
    expect(page.get_by_text("This chat is over.")).to_be_visible()


def test_the_language_changes_page_and_chat(chat: Chat, open_page: OpenPage) -> None:
    page = greeted(chat, open_page)

    page.get_by_label("Language").select_option("ar")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("button", name="إرسال")).to_be_visible()
    expect(page.get_by_text("شكرا")).to_be_visible()
    assert chat.guide.taken[-1].language == "ar"
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
