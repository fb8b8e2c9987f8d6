export const router = async () => {};
