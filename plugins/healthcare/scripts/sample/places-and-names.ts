import type { Random } from './random.ts';

export interface Place {
  city: string;
  county: string;
  zip: string;
  latitude: number;
  longitude: number;
}

/** Towns of Massachusetts; their ZIP codes begin with 0, which is why an importer must not read them as numbers. */
const towns = `Boston|Suffolk|02118|42.338|-71.072
Boston|Suffolk|02130|42.309|-71.115
Cambridge|Middlesex|02139|42.364|-71.104
Somerville|Middlesex|02143|42.382|-71.103
Lowell|Middlesex|01852|42.634|-71.302
Framingham|Middlesex|01701|42.325|-71.436
Waltham|Middlesex|02453|42.376|-71.236
Quincy|Norfolk|02169|42.249|-71.002
Brookline|Norfolk|02446|42.343|-71.122
Worcester|Worcester|01604|42.254|-71.774
Fitchburg|Worcester|01420|42.583|-71.802
Springfield|Hampden|01109|42.114|-72.554
Holyoke|Hampden|01040|42.204|-72.616
Northampton|Hampshire|01060|42.325|-72.641
Amherst|Hampshire|01002|42.373|-72.519
Greenfield|Franklin|01301|42.587|-72.599
Pittsfield|Berkshire|01201|42.450|-73.245
North Adams|Berkshire|01247|42.700|-73.108
Lynn|Essex|01902|42.474|-70.952
Salem|Essex|01970|42.519|-70.896
Haverhill|Essex|01830|42.785|-71.072
Brockton|Plymouth|02301|42.079|-71.040
Plymouth|Plymouth|02360|41.910|-70.642
New Bedford|Bristol|02740|41.636|-70.934
Fall River|Bristol|02720|41.721|-71.141
Taunton|Bristol|02780|41.902|-71.094
Barnstable|Barnstable|02601|41.656|-70.282
Falmouth|Barnstable|02540|41.551|-70.614`;

export const places: readonly Place[] = towns.split('\n').map((line) => {
  const [city = '', county = '', zip = '', latitude, longitude] = line.split('|');
  return { city, county: `${county} County`, zip, latitude: Number(latitude), longitude: Number(longitude) };
});

const words = (text: string): readonly string[] => text.split(/\s+/);

const firstNames = {
  F: words(`Ada Alma Amara Anneliese Beatriz Bryony Carmela Celeste Clara Dalia Delphine Edith Elena Esme Farah
    Fiona Greta Hana Ingrid Iris Jasmine Joan Kamala Keiko Leona Lucia Mabel Maeve Marisol Meera Nadia Nora Odette
    Olive Paloma Priya Rosa Ruth Sabine Selma Signe Tamsin Thea Uma Vera Wilma Yara Zelda`),
  M: words(`Abel Adrian Alonzo Amir Anton Basil Bruno Caleb Cyrus Darius Desmond Edgar Elias Emil Ezra Felix
    Gideon Gustavo Hamza Hector Hugo Ian Isaac Jonas Jorge Kenji Kofi Lars Leander Luca Magnus Mateo Milo Nathan
    Nikhil Oscar Otto Percy Quentin Rafael Rohan Silas Soren Teodor Tobias Victor Walter Xavier`),
} as const;

const lastNames = words(`Abernathy Achterberg Alcott Ashdown Baptiste Barrowman Bellweather Blackwood Bramley
  Brightwater Calloway Castellane Chowdhury Colebrook Cranmer Dacosta Delacroix Drummond Eastlake Ellsworth
  Fairbanks Farrow Fernsby Fitzalan Galbraith Goldsworthy Greenhalgh Hallowell Hartigan Hawksley Holloway
  Inglewood Iwamoto Jernigan Kaczmarek Kirkbride Lachapelle Larkspur Lindqvist Lockhart Madrigal Marchetti
  Merriweather Montrose Nakagawa Northcott Okafor Oyelaran Pemberton Pereira Quillfeather Ramaswamy Ravensworth
  Rosewood Salvatierra Sandoval Silverstein Stonebridge Tamburlaine Thackeray Underhill Valderrama Vandermeer
  Wainwright Weatherby Whitlock Winterbourne Yardley Yoshimura Zamora`);

const streets =
  words(`Alder Beacon Birch Cedar Chestnut Cranberry Dune Elm Foundry Harbor Hawthorn Juniper Lantern
  Maple Mill Oak Orchard Pond Quarry River Sycamore Tidal Walnut Willow`);
const streetKinds = words('Street Avenue Road Lane Terrace Way Court');

export type Sex = keyof typeof firstNames;

export function drawFirstName(random: Random, sex: Sex): string {
  return random.pick(firstNames[sex]);
}

export function drawLastName(random: Random): string {
  return random.pick(lastNames);
}

export function drawAddress(random: Random): string {
  return `${random.integer(1, 980)} ${random.pick(streets)} ${random.pick(streetKinds)}`;
}
