"""Not more often than now and then."""

from adapters.seldom import KNOWN_AT_MOST, Seldom


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_key_waits_for_itself() -> None:
    watch = Watch()
    seldom = Seldom(3, watch)
    assert [seldom.may("a"), seldom.may("a"), seldom.may("b")] == [True, False, True]
    watch.now = 3.0
    assert seldom.may("a")


def test_it_does_not_grow_for_ever() -> None:
    watch = Watch()
    seldom = Seldom(3, watch)
    assert all(seldom.may(key) for key in range(KNOWN_AT_MOST))
    assert not seldom.may("one more")
    watch.now = 3.0
    assert seldom.may("one more")
