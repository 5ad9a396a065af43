import { Full } from './full';
new Full().list();
