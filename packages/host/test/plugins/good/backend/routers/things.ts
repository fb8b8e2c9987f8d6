export const router = async (app: unknown) => {
  void app;
};
