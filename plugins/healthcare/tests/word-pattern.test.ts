import { expect, it } from 'vitest';
import { toWordPattern } from '../backend/services/word-pattern.ts';

const fits = (word: string, text: string) => new RegExp(`^.*${toWordPattern(word)}.*$`, 'u').test(text);

it.each([
  ['garcía', 'Jose Garcia'],
  ['GARCIA', 'José García'],
  ['müller', 'Ada Muller'],
  ['nguyen', 'Nguyễn'],
  ['æneas', 'ÆNEAS'],
  ['Жук', 'жУК'],
  ['jose', 'Jose\u0301'],
  ["o'neil", "Shea O'Neil"],
  ['a-b', 'A-B'],
])('finds %j in %j', (word, text) => {
  expect(fits(word, text)).toBe(true);
});

it.each([
  ['ada', 'Adele'],
  ['straße', 'Strase'],
])('does not find %j in %j', (word, text) => {
  expect(fits(word, text)).toBe(false);
});

it.each(['.', '*', '%', '_', '[a-z]', '(', '\\d', '$', '|', '^'])('takes %j for text', (word) => {
  expect(fits(word, 'Ada Muller')).toBe(false);
  expect(fits(word, `Ada ${word} Muller`)).toBe(true);
});
