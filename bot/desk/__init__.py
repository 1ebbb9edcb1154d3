"""The desk: where advisers take over. What they do to a case, and what it does by itself in time.

    model.py      what a case, a message, a note, an adviser are
    ports.py      what the desk asks of the store
    refusals.py   why the desk does not do what an adviser asks
    roles.py      who may do what
    plan.py       the operator's plan: queues, opening hours, how long anything may wait
    plan_file.py  the plan read from its file, and again when that changes
    hours.py      when the desk is open
    back_on.py    when it is open again, in words
    names.py      what advisers call a case
    commands.py   what an adviser asks: claim, reply, note, transfer, pause, close, hand back
    desk.py       who may ask for it, and what carries it out:
    claiming.py       who has a case
    replying.py       what is written and read
    closing.py        pausing and ending
    access.py     which cases an adviser may see
    words.py      what the desk says to a contact
    timing.py     when a case's deadline is, and what happens then
    ladder.py     what happens by itself when a deadline comes
    presence.py   who is there, and what becomes of the cases of who is gone
    listening.py  what the contact writes while a person holds the conversation
    typing.py     who is typing just now
    suggestions.py  phrases that advisers propose where the guide misread somebody
    misreading.py   how they are proposed, and how an editor decides
    exports.py    figures that leave as a file: one asks, another agrees
    audit.py      the chain that shows whether the record of who did what is whole

The states of a case and the ways between them are in `bot.cases`.
"""
