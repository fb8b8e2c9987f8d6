import { defineBlock, defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    {
      path: '/patients',
      title: 'Patient 360',
      permission: 'patient.read',
      load: () => import('./pages/patients-page.tsx'),
    },
    {
      path: '/patients/:id',
      title: 'Patient',
      permission: 'patient.read',
      load: () => import('./pages/patient-page.tsx'),
    },
    {
      path: '/doctors',
      title: 'Doctors',
      permission: 'doctor.read',
      load: () => import('./pages/doctors-page.tsx'),
    },
    {
      path: '/doctors/:id',
      title: 'Doctor',
      permission: 'doctor.read',
      load: () => import('./pages/doctor-page.tsx'),
    },
  ],
  blocks: [
    defineBlock({
      type: 'patient-kpis',
      title: 'Patients and care',
      permission: 'patient.read',
      default_placement: { w: 9, h: 2 },
      load: () => import('./blocks/patient-kpis.tsx'),
    }),
    defineBlock({
      type: 'encounters-by-month',
      title: 'Visits by month',
      permission: 'patient.read',
      default_placement: { w: 6, h: 4 },
      load: () => import('./blocks/encounters-by-month.tsx'),
    }),
  ],
});
