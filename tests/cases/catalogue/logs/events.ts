import * as Sentry from '@sentry/node';
import mixpanel from 'mixpanel-browser';
import posthog from 'posthog-js';
import Bugsnag from '@bugsnag/js';
import Rollbar from 'rollbar';
import newrelic from 'newrelic';
import { PostHog } from 'posthog-node';
const apiSecret = process.env.LOGINRADIUS_API_SECRET;
Sentry.captureException(new Error(`with ${apiSecret}`)); // expect: secret-in-log
Sentry.captureException(new Error('x'), { extra: { apiSecret } }); // expect: secret-in-log
Sentry.withScope((scope) => { scope.setExtra('secret', apiSecret); }); // expect: secret-in-log
Sentry.addBreadcrumb({ message: apiSecret }); // expect: secret-in-log
mixpanel.track('x', { apiSecret }); // expect: secret-in-log
posthog.capture('x', { apiSecret }); // expect: secret-in-log
new PostHog('phc_x').capture({ distinctId: 'x', event: 'y', properties: { apiSecret } }); // expect: secret-in-log
Bugsnag.notify(new Error('x'), (event) => { event.addMetadata('a', { apiSecret }); }); // expect: secret-in-log
const rollbar = new Rollbar({ accessToken: 'x' });
rollbar.error('x', { apiSecret }); // expect: secret-in-log
newrelic.noticeError(new Error('x'), { apiSecret }); // expect: secret-in-log
