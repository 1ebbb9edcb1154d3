"""The flows: one readable file each. Words are in `bot/content`."""

from bot.engine.state import Flow
from bot.flows.about import about
from bot.flows.abuse import abuse
from bot.flows.call import call
from bot.flows.desk import desk
from bot.flows.drawn_in import drawn_in
from bot.flows.events import events
from bot.flows.group import group
from bot.flows.hide import hide
from bot.flows.language import build_language
from bot.flows.live import webchat
from bot.flows.meant import in_danger, meant
from bot.flows.menu import menu
from bot.flows.online import online
from bot.flows.person import person
from bot.flows.pledge import pledge
from bot.flows.practice import practice
from bot.flows.privacy import privacy
from bot.flows.reminders import reminders
from bot.flows.school import school
from bot.flows.self_harm import self_harm
from bot.flows.share import share
from bot.flows.signs import signs
from bot.flows.stand import stand
from bot.flows.stop import stop
from bot.flows.stories import stories
from bot.flows.talk import talk
from bot.flows.travel import travel
from bot.flows.urgent import urgent
from bot.flows.welcome import welcome
from bot.flows.young import young


def build_flows(languages: tuple[str, ...]) -> tuple[Flow, ...]:
    """All flows. `languages` are the codes of the enabled ones, the default first."""
    return (
        welcome,
        menu,
        meant,
        in_danger,
        signs,
        talk,
        practice,
        online,
        call,
        urgent,
        travel,
        abuse,
        self_harm,
        young,
        drawn_in,
        share,
        person,
        desk,
        school,
        group,
        stories,
        stand,
        events,
        pledge,
        webchat,
        about,
        privacy,
        reminders,
        hide,
        stop,
        build_language(languages),
    )
