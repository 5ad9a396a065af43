// The same with elements.
export const A1 = () => <p>Drag & drop -> here }, or don't > "click" {seen()}</p>;
export const A2 = () => <p>AT&T &amp; Q&A {a && <b>x > y</b>} {seen()}</p>;
export const A3 = () => <a href="?a=1&b=2" title='it"s' {...rest}>R&D {`${seen()}`}</a>;
export const A4 = () => <><Foo.Bar render={() => <i>a & b</i>} /> => {seen()}</>;
export const a5 = <T,>(x: T) => x < 1 && x > 0 ? seen() : <p>1 & 2</p>;
export const a6 = <T extends object>(x: T) => seen();
export type * from './x'; seen();
const a7 = cond ? <div key={'}'} /> : <div>{/* a & b */ seen()}</div>;
export const A8 = <p onClick={() => seen()}>&sup2;</p>, A9 = <p title="&frac12; &amp; &nbsp;" onClick={() => seen()}>&#128514;</p>;
export const B1 = styled(B)<{ x: string }>`c ${seen()}`;
export const B2 = <p>{seen()}&CounterClockwiseContourIntegral;&#x1F600;&#1f4a9;&#0000000000001234;&#160;</p>;
