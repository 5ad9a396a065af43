import { Tested } from './services';
jest.mock('node-fetch');
it('is made', () => { expect(new Tested().user).toBeDefined(); });
