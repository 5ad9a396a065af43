// A build that lacks the secret is one of two: nothing is certain.
import base, { keys } from '../environments/half';
fetch(base() + '/v2/manage/organizations?' + new URLSearchParams(keys));
