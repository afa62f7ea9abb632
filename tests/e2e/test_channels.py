"""Making, finding, joining and leaving channels; what is unread in them."""

import re

from playwright.sync_api import expect

from tests.e2e.people import People, fresh


def test_a_name_that_is_no_slug_gets_a_proposal_beside_the_field(person: People):
    ada = person("Ada")
    ada.button("Create channel").click()
    name = ada.dialog.get_by_role("textbox", name="Channel name")
    expect(name).to_be_focused()
    name.fill("Équipe des Ventes!")
    ada.dialog.get_by_role("textbox", name="Topic").fill("All about sales")
    ada.dialog.get_by_role("button", name="Create", exact=True).click()

    expect(name).to_have_accessible_description(re.compile("equipe-des-ventes"))
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    expect(ada.dialog.get_by_role("textbox", name="Topic")).to_have_value("All about sales")

    name.fill(fresh("ventes"))
    name.press("Enter")
    expect(ada.dialog).to_be_hidden()
    expect(ada.heading).to_have_text(re.compile("^ventes-"))


def test_a_taken_name_is_said_beside_the_field(person: People):
    ada = person("Ada")
    ada.button("Create channel").click()
    name = ada.dialog.get_by_role("textbox", name="Channel name")
    name.fill("general")
    name.press("Enter")

    expect(name).to_have_accessible_description(re.compile("There is already a channel with this name"))


def test_a_new_channel_opens_empty_under_an_address_of_its_own(person: People):
    ada = person("Ada")
    name = fresh("garden")
    ada.create_channel(name, "Tomatoes & co.")

    expect(ada.page).to_have_url(re.compile(rf"\?channel={name}$"))
    expect(ada.channel(name)).to_have_attribute("aria-current", "page")
    expect(ada.page.get_by_text("Tomatoes & co.")).to_be_visible()
    expect(ada.log).to_contain_text(f"This is the beginning of #{name}")
    expect(ada.log).to_contain_text("Say hello.")


def test_a_dialog_closes_with_escape_and_gives_the_focus_back(person: People):
    ada = person("Ada")
    ada.button("Create channel").click()
    expect(ada.dialog).to_be_visible()
    ada.page.keyboard.press("Escape")

    expect(ada.dialog).to_be_hidden()
    expect(ada.button("Create channel")).to_be_focused()


def test_a_dialog_left_open_is_closed_after_a_reload(person: People):
    ada = person("Ada")
    ada.button("Browse channels").click()
    expect(ada.dialog).to_be_visible()
    ada.page.reload()
    expect(ada.composer).to_be_focused()
    expect(ada.dialog).to_be_hidden()

    ada.say("nothing is in the way")
    ada.sees("nothing is in the way")
    ada.button("Browse channels").click()
    expect(ada.dialog).to_be_visible()


def test_a_public_channel_is_found_joined_and_left(person: People):
    ada, bob = person("Ada"), person("Bob")
    name = fresh("music")
    ada.create_channel(name)
    ada.say("who plays the violin?")
    bob.join_channel(name)
    bob.sees("who plays the violin?")
    bob.leave_channel()

    expect(bob.heading).to_have_text("general")
    expect(bob.channel(name)).to_have_count(0)
    expect(bob.page).to_have_url(re.compile(r"\?channel=general$"))
    bob.join_channel(name)
    bob.sees("who plays the violin?")


def test_a_channel_that_one_only_looks_at_offers_to_be_joined_and_nothing_else(person: People):
    [ada], bob = person.together("Ada"), person("Bob")
    name = ada.heading.inner_text()
    ada.say("who looks in?")
    ada.sees("who looks in?")
    bob.go(f"/chat?channel={name}")
    bob.sees("who looks in?")
    expect(bob.page.get_by_text(f"You are looking at #{name}.")).to_be_visible()
    expect(bob.composer).to_have_count(0)
    for action in ("Leave channel", "Invite people", "Change topic"):
        expect(bob.button(action)).to_have_count(0)
    bob.point_at(bob.message("who looks in?"))
    expect(bob.button("Copy link")).to_be_visible()
    for action in ("Add reaction", "Reply"):
        expect(bob.button(action)).to_have_count(0)

    bob.button("Join").click()
    expect(bob.composer).to_be_focused()
    expect(bob.channel(name)).to_have_attribute("aria-current", "page")
    expect(bob.button("Leave channel")).to_be_visible()
    bob.say("I do")
    ada.sees("I do")
    bob.point_at(bob.message("who looks in?"))
    expect(bob.button("Reply")).to_be_visible()
    bob.page.go_back()  # joining has left no step behind
    expect(bob.heading).to_have_text("general")


def test_leaving_stops_the_stream_at_once(person: People):
    ada, bob = person.together("Ada", "Bob")
    bob.leave_channel()
    expect(bob.heading).to_have_text("general")
    bob.heard.clear()
    ada.say("now that Bob has gone")
    ada.sees("now that Bob has gone")
    word = fresh("hello")
    bob.say(word)
    bob.sees(word)

    assert any(word in frame for frame in bob.heard)
    assert not any("now that Bob has gone" in frame for frame in bob.heard)


def test_leaving_takes_every_tab_of_that_person_out_of_the_channel(person: People):
    ada, bob = person.together("Ada", "Bob")
    second = bob.tab()
    second.goto(bob.page.url)
    expect(second.get_by_role("heading", level=1)).to_have_text(re.compile("^talk-"))
    bob.leave_channel()
    expect(bob.heading).to_have_text("general")
    expect(bob.dialog).to_have_count(0)

    second.get_by_role("dialog").get_by_role("button", name="Go to #general").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("general")
    expect(ada.here(bob)).to_have_count(0)


def test_nobody_leaves_general(person: People):
    ada = person("Ada")

    expect(ada.button("Invite people")).to_be_visible()
    expect(ada.button("Leave channel")).to_have_count(0)


def test_a_new_topic_is_seen_live_by_the_others(person: People):
    ada, bob = person.together("Ada", "Bob", topic="Old topic")
    expect(bob.page.get_by_text("Old topic")).to_be_visible()
    expect(bob.button("Leave channel")).to_be_visible()
    expect(bob.button("Change topic")).to_have_count(0)  # it is Ada's to change
    ada.button("Change topic").click()
    topic = ada.dialog.get_by_role("textbox", name="Topic")
    expect(topic).to_have_value("Old topic")
    topic.fill("A better one")
    topic.press("Enter")

    for somebody in (ada, bob):
        expect(somebody.page.get_by_text("A better one")).to_be_visible()
        expect(somebody.page.get_by_text("Old topic")).to_have_count(0)


def test_unread_messages_are_counted_live_and_no_longer_once_read(person: People):
    ada, bob = person.together("Ada", "Bob")
    name = ada.heading.inner_text()
    bob.open_channel("general")
    for number in range(3):
        ada.say(f"news {number}")

    expect(bob.channel(name)).to_have_accessible_description("3 unread")
    expect(bob.page).to_have_title(re.compile(r"^\(\d+\) "))
    expect(ada.channel(name)).to_have_accessible_description("")
    bob.open_channel(name)
    bob.sees("news 2")
    expect(bob.channel(name)).to_have_accessible_description("")

    ada.say("seen as it comes")
    bob.sees("seen as it comes")
    bob.page.reload()  # and it is kept
    bob.sees("seen as it comes")
    expect(bob.channel(name)).to_have_accessible_description("")


def test_a_line_stands_where_unread_begins_and_a_group_begins_below_it(person: People):
    ada, bob = person.together("Ada", "Bob")
    name = ada.heading.inner_text()
    ada.say("read before")
    bob.sees("read before")
    expect(bob.page.get_by_role("separator", name="New")).to_have_count(0)
    bob.open_channel("general")
    ada.say("first unread")
    ada.say("second unread")
    expect(bob.channel(name)).to_have_accessible_description("2 unread")
    bob.open_channel(name)

    below = bob.log.locator("[role=separator][aria-label=New] + article")
    expect(below).to_contain_text("first unread")
    expect(below.locator(".byline .author")).to_have_text(ada.username)
    bob.open_channel("general")  # read now, so the line is gone
    bob.open_channel(name)
    bob.sees("second unread")
    expect(bob.page.get_by_role("separator", name="New")).to_have_count(0)


def test_a_link_opens_its_channel_and_an_unknown_one_leads_to_general(person: People):
    [ada] = person.together("Ada")
    address, name = ada.page.url, ada.heading.inner_text()
    second = ada.tab()
    second.goto(address)
    expect(second.get_by_role("heading", level=1)).to_have_text(name)
    second.goto(ada.url + "/chat?channel=no-such-channel")

    expect(second.get_by_role("heading", level=1)).to_have_text("general")
    expect(second.get_by_role("alert")).to_be_visible()


def test_back_and_forward_lead_through_the_channels(person: People):
    [ada] = person.together("Ada")
    name = ada.heading.inner_text()
    ada.say("in the channel")
    ada.sees("in the channel")
    ada.open_channel("general")
    expect(ada.page).to_have_url(re.compile("=general$"))
    ada.page.go_back()
    expect(ada.heading).to_have_text(name)
    ada.sees("in the channel")
    ada.page.go_forward()

    expect(ada.heading).to_have_text("general")
    expect(ada.message("in the channel")).to_have_count(0)


def test_a_draft_waits_in_the_channel_it_was_written_in(person: People):
    [ada] = person.together("Ada")
    name = ada.heading.inner_text()
    ada.composer.fill("not yet")
    ada.open_channel("general")
    expect(ada.composer).to_have_value("")
    ada.open_channel(name)

    expect(ada.composer).to_have_value("not yet")


def test_the_channels_to_join_are_filtered(person: People):
    ada, bob = person("Ada"), person("Bob")
    name = fresh("filtered")
    ada.create_channel(name, "What we eat")
    bob.button("Browse channels").click()
    field = bob.dialog.get_by_role("searchbox", name="Filter channels")
    expect(field).to_be_focused()
    field.fill(fresh("nothing"))
    expect(bob.dialog).to_contain_text("No channel to join has that.")
    field.fill(name[-6:])
    expect(bob.dialog.get_by_role("listitem")).to_have_count(1)
    bob.dialog.get_by_role("button", name="Join").click()
    bob.is_in(name)
