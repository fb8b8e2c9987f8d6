import { drawAddress, drawFirstName, drawLastName, type Place, places } from './places-and-names.ts';
import { createId, createRandom, type Random } from './random.ts';

export interface Organization {
  id: string;
  name: string;
  kind: 'practice' | 'hospital';
  address: string;
  place: Place;
  phone: string;
}

export interface Provider {
  id: string;
  name: string;
  sex: 'F' | 'M';
  speciality: string;
  organization: Organization;
}

export interface Payer {
  id: string;
  name: string;
  /** Part of each bill that it pays. */
  share: number;
}

/** Who gives care and who pays for it. */
export interface CareNetwork {
  organizations: readonly Organization[];
  providers: readonly Provider[];
  payers: { medicare: Payer; medicaid: Payer; none: Payer; private: readonly Payer[] };
}

const specialities = {
  practice: ['GENERAL PRACTICE', 'INTERNAL MEDICINE', 'NURSE PRACTITIONER'],
  hospital: [
    ...['EMERGENCY MEDICINE', 'INTERNAL MEDICINE', 'CARDIOLOGY', 'ENDOCRINOLOGY', 'PULMONARY DISEASE'],
    ...['PSYCHIATRY', 'ORTHOPEDIC SURGERY', 'NEPHROLOGY'],
  ],
} as const;

/** Hospitals stand in these towns. */
const hospitalTowns = ['Boston', 'Worcester', 'Springfield', 'Pittsfield', 'Barnstable', 'Lowell'];

export function createCareNetwork(seed: number): CareNetwork {
  const random = createRandom(seed, 'care-network');
  const towns = places.filter(
    (place, index) => places.findIndex(({ city }) => city === place.city) === index,
  );
  const hospitals = towns.filter(({ city }) => hospitalTowns.includes(city));
  const organizations = [
    ...towns.map((place) => createOrganization(seed, random, place, 'practice')),
    ...hospitals.map((place) => createOrganization(seed, random, place, 'hospital')),
  ];
  const providers = organizations.flatMap((organization) => createProviders(seed, random, organization));
  return { organizations, providers, payers: createPayers(seed) };
}

function createOrganization(
  seed: number,
  random: Random,
  place: Place,
  kind: Organization['kind'],
): Organization {
  const name = kind === 'hospital' ? `${place.city} General Hospital` : `${place.city} Family Practice`;
  return {
    id: createId(seed, `organization/${name}`),
    name: name.toUpperCase(),
    kind,
    address: drawAddress(random).toUpperCase(),
    place,
    phone: `413555${String(random.integer(0, 9999)).padStart(4, '0')}`,
  };
}

function createProviders(seed: number, random: Random, organization: Organization): Provider[] {
  return specialities[organization.kind].map((speciality) => {
    const sex = random.pick(['F', 'M'] as const);
    return {
      id: createId(seed, `provider/${organization.id}/${speciality}`),
      name: `${drawFirstName(random, sex)} ${drawLastName(random)}`,
      sex,
      speciality,
      organization,
    };
  });
}

function createPayers(seed: number): CareNetwork['payers'] {
  const payer = (name: string, share: number): Payer => ({
    id: createId(seed, `payer/${name}`),
    name,
    share,
  });
  return {
    medicare: payer('Medicare', 0.8),
    medicaid: payer('Medicaid', 0.95),
    none: payer('NO_INSURANCE', 0),
    private: [
      payer('Bay Lantern Health Plan', 0.8),
      payer('Cranberry Mutual', 0.75),
      payer('Harborlight Insurance', 0.7),
      payer('Old Colony Assurance', 0.85),
    ],
  };
}

export function listPayers({ payers }: CareNetwork): Payer[] {
  return [payers.medicare, payers.medicaid, ...payers.private, payers.none];
}

/** The nearest provider of that speciality; a flat map is good enough for one state. */
export function findProvider(network: CareNetwork, place: Place, speciality: string): Provider {
  const distance = ({ organization }: Provider) =>
    (organization.place.latitude - place.latitude) ** 2 +
    (organization.place.longitude - place.longitude) ** 2;
  const candidates = network.providers.filter((provider) => provider.speciality === speciality);
  return candidates.reduce((best, provider) => (distance(provider) < distance(best) ? provider : best));
}
