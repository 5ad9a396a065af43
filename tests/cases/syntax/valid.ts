// Valid TypeScript: each line for itself, and all of them together, has no syntax error and loses none of its calls.
export type * from './x'; seen();
export type * as Y from './x' with { 'resolution-mode': 'import' }; seen();
type T1 = import('x').T<string>; seen();
type T2 = import('x').T[] | typeof import('./a', { with: { 'resolution-mode': 'import' } }); seen();
const original = f<typeof import('dom')>(seen());
import data1 from './d.json' with { type: 'json' }; seen();
export * as q from './q' with { type: 'json' }; seen();
async function f1() { using x = open(); await using y: Z = open2(); for (using z of q) {} seen(); }
const using = 1; const w1 = using === 1 ? using : seen();
const re1 = /[\p{L}--[a-z]]/v; seen();
class C1 { accessor x = 1; static accessor y = 2; @dec() accessor z = 3; accessor #p; accessor = 1; f() { seen(); } }
@dec() export class D1 { override bar = 1; declare foo: string; g() { seen(); } }
abstract class A1 { abstract get x(): string; abstract accessor y: string; h() { seen(); } }
export default abstract class { i() { seen(); } }
const s1 = { a: 1 } satisfies Foo; seen();
function g1<const T extends readonly unknown[]>(x: T) { return seen(); }
interface V1<in out A, in B = never, out C extends string = ''> { a: A } seen();
import defer * as later from 'x'; seen();
import source wasm from 'y'; seen();
const rows = sql<{ id: number; name: string }>`SELECT ${seen()}`;
type L1 = `${Uppercase<string>}-x`; seen();
const a2 = b < c > (seen());
let o1 = a?.b!.c ?? seen(); o1 ||= 1; o1 &&= 2; o1 ??= 3;
const pair = [1, 'it\'s', `a ${'b'} c`, /[/"]/.test(d)]; seen();
declare module 'ambient' { const x: number; global { interface Window { y: number } } } seen();
interface AbA { abstract: boolean; abstract?: string } seen();
const deferred = import.defer('./x'), source = import.source('./x.wasm'); seen();
abstract class A3 extends B { abstract override foo: string; m() { seen(); } protected abstract override readonly n; }
export function f3(p: Promise<import('x').y<string>>) { seen(); return seen(); }
let z1: Array<import('x').y<string>>; seen();
let z2: import('x').a.b.c<T>, z3: import('x').y[] = import('x').then(() => seen());
const half = a ?.5 : 1; seen();
const styled1 = styled(B)<{ x: string }>`c ${seen()}`, styled2 = a[0]<{ x: string }>`c`;
const raw = String.raw`a\u00 b\u{1z} \xerxes C:\Users ${seen()} \u0041 \u{1F600} \x41`;
type M1 = { [namespace in keyof B]: string }; type M2 = { [type in keyof B]?: B[type] }; seen();
type U1 = [string: string, void?: number, type: T]; seen();
import type = require('A'); seen();
import type2, { type } from 'x'; export { type }; seen();
export import a9 = require('a'); seen();
export type * as 'n s' from 'x'; seen();
export * as q2 from 'x' /* c */ with { type: 'json' }; seen();
class I1 { static [x: string]: any; static readonly [x: string]: any; static declare y: string; f() { seen(); } }
abstract(seen()); abstract.x = seen(); interface Q1 { abstract(): void } class W1 { abstract!: T; f() { seen(); } }
type as = 0; seen();
