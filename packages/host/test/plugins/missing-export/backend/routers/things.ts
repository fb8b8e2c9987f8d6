// export const router = nothing
export const routes = async () => {};
export default routes;
