// The published example of the move rate: eight people, a code for each practice week. A: tried. 2: tried twice.
// S: nothing tried. X: excused. x: excused, tried all the same. L: tried, reported after the close and confirmed.
// W: withdrew. e: tried in the week of leaving the company. ".": not in the group.
export const codes = {
  'Paula Adeyemi': 'AAAAAAAAAA',
  'Pieter Bakker': 'AASAAA2AAA',
  'Pilar Castro': '..AAASAAAA',
  'Piotr Dąbrowski': 'AAXxAAASAA',
  'Priscilla Egwu': 'ASSAAAAAAA',
  'Pavel Fiala': 'AAAAAe....',
  'Petra Gruber': 'AAALAAASAA',
  'Per Håkansson': 'AASSWWWWWW',
};

/** What has to come out, as the documents print it. */
export const expected = {
  closedWeekly: ['7/7', '6/7', '4/7', '5/7', '7/8', '5/7', '6/7', '4/7', '6/7', '6/7'],
  finalWeekly: ['7/7', '6/7', '4/7', '6/7', '7/8', '5/7', '6/7', '4/7', '6/7', '6/7'],
  closed: '56 of 71 (78.9%)',
  final: '57 of 71 (80.3%)',
  active: '57 of 65 (87.7%)',
  excusedAsSkipped: '57 of 73 (78.1%)',
  rangeFinal: '50.7% to 94.2%',
  rangeClosed: '50.5% to 93.2%',
  clusterFinal: [0.5068777513146421, 0.9416115725362235],
};

export const mailOf = (name) => `${name.split(' ')[0].toLowerCase()}@riverbank.example`;

const start = Date.UTC(2026, 2, 23);

/** The date of a day of a week, 0 for its Monday: "2026-03-26". */
export const day = (week, weekday) => new Date(start + ((week - 1) * 7 + weekday) * 86_400_000).toISOString().slice(0, 10);
