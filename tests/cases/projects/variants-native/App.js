import { get } from './api';
import { send } from './send';
import { only } from './only';
import { shop } from './shop';
export default function App() {
  get('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
  send('/v2/manage/organizations'); // expect: missing-credentials, backend-call-in-client
  // No file of this package is meant.
  only('/v2/manage/organizations');
  shop('/v2/manage/organizations');
}
