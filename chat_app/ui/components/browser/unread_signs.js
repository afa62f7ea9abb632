// What is unread, in a few signs: in the window's title, its icon, and on the button that brings out the channels.

/** All that is unread in these channels, and how much of it mentions the person. */
export const sumOf = (sidebar) => ({
  unread: sidebar.reduce((sum, { unread }) => sum + unread, 0),
  mentions: sidebar.reduce((sum, { mentions }) => sum + mentions, 0),
});

/** `(5) @ #channel - Product`, the channel as it is written: so much is unread, and some of it is meant for the person. */
export function titleOf({ unread, mentions }, channel, product) {
  const signs = [unread && `(${unread})`, mentions && "@", channel && `${channel} -`, product];
  return signs.filter(Boolean).join(" ");
}

/** The icon that says as much: that something is unread, or that it is meant for the person. */
export const iconOf = ({ unread, mentions }) => `/favicon${mentions ? "-mention" : unread ? "-unread" : ""}.svg`;
