/** Loaded before a program: its time is as many milliseconds off as TRUEUP_TEST_CLOCK says. */
const offset = Number(process.env.TRUEUP_TEST_CLOCK);
const RealDate = Date;
const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
	construct: (_, given) => (given.length === 0 ? new RealDate(now()) : Reflect.construct(RealDate, given)),
	get: (_, name) => (name === 'now' ? now : Reflect.get(RealDate, name)),
});

export {};
