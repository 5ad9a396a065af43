// Elsewhere such names mean nothing.
import { web } from './web';
web('/v2/manage/organizations');
