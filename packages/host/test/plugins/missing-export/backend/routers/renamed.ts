const things = async () => {};
export { things as router };
