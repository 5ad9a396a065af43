export const TYPES = {
  Half: Symbol.for('Half'), Whole: Symbol('Whole'), Alias: Symbol('Alias'), Base: Symbol.for('Base'), Newer: 'Newer',
  Unseen: Symbol('Unseen'), Open: Symbol('Open'),
};
