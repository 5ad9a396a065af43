// What tests make an instance of says nothing of the program.
import axios from 'axios';
import { Bare } from './bare.mjs';
const bare = new Bare(axios.create({ baseURL: 'https://api.loginradius.com' }));
test('it is there', () => expect(bare).toBeDefined());
