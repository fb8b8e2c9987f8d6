import { defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    { path: '/patients', title: 'Patient 360', permission: 'patient.read', load: () => import('./pages/patients.tsx') },
    { path: '/patients/:id', title: 'Doctors', permission: 'doctor.read', load: () => import('./pages/doctors.tsx') },
  ],
  blocks: [],
});
