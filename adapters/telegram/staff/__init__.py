"""The staff group: advisers answer from a Telegram group with one topic for each case.

    group.py      what the product holds: updates in, the group looked after
    office.py     what of the product it works with
    reading.py    an update of the group, as one of a few things that people do there
    hearing.py    what comes of it: words to the contact, notes, orders
    acting.py     orders, as commands to the desk
    answers.py    short answers in the group
    following.py  looks after the topics, one process at a time
    jobs.py       which case's topic has to be looked at next
    keeper.py     brings a topic up to date, one step at a time
    steps.py      which step that is
    cards.py      what a topic shows: title, card, messages
    topics.py     calls to Telegram, and what their refusals mean
    pace.py       how many messages a group takes
    words.py      what is said in the group, from words.toml

It decides nothing about a case: it submits the same commands as the console does.
"""
