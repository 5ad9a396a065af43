// Idioms of which it is known that authlint claims too much of them, each with the reason. A program that has one and differs is
// counted by itself, and does not fail a run. The list is to become empty: which files a program begins with is told nowhere, so
// that what one that is never loaded writes into a shared one cannot be told from what a plugin or a page writes.

export const KNOWN = {
    exportedNever: 'a variable that a file writes which the program never loads is taken for written',
    'axios-12': 'defaults that a file sets which the program never loads are taken for set',
    'axios-12-wrapped': 'as axios-12',
    'called otherwise': 'existing programs whose functions are called otherwise than they are made for: no fault',
};
