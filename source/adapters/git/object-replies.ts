/** What `git cat-file --batch` says to one name. */
export type Reply =
	| {readonly kind: 'object'; readonly id: string; readonly type: string; readonly content: Buffer}
	| {readonly kind: 'missing'}
	| {readonly kind: 'ambiguous'};

const newline = 10;
const longestHeader = 4096;
/** Sizes are known before contents are asked for; this only stops what nobody expected, a commit of gigabytes. */
const largestObject = 16 * 1024 * 1024;

type Header = {readonly reply: Reply} | {readonly id: string; readonly type: string; readonly size: number};

/** Takes the output as it comes, in pieces of any size, and hands on each reply that is complete. */
export function createReplyParser(onReply: (reply: Reply) => void, onError: (error: Error) => void) {
	let pieces: Buffer[] = [];
	let length = 0;
	/** How much has to be there before it is worth looking again. */
	let needed = 1;

	return (piece: Buffer) => {
		pieces.push(piece);
		length += piece.length;
		if (length < needed) {
			return;
		}

		const bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
		const {position, missing, error} = takeReplies(bytes, onReply);
		if (error !== undefined) {
			onError(error);
		}

		pieces = position < bytes.length ? [bytes.subarray(position)] : [];
		length = bytes.length - position;
		needed = length + missing;
	};
}

type Taken = {readonly position: number; readonly missing: number; readonly error?: Error};

function takeReplies(bytes: Buffer, onReply: (reply: Reply) => void): Taken {
	let position = 0;
	for (;;) {
		const taken = takeReply(bytes, position);
		if (!('reply' in taken)) {
			return {position, ...taken};
		}

		onReply(taken.reply);
		position = taken.next;
	}
}

type One = {readonly reply: Reply; readonly next: number} | Omit<Taken, 'position'>;

function takeReply(bytes: Buffer, position: number): One {
	const end = bytes.indexOf(newline, position);
	if (end < 0) {
		const isTooLong = bytes.length - position > longestHeader;
		return {missing: 1, ...(isTooLong ? {error: new Error('git cat-file answers in a way unknown')} : {})};
	}

	const header = parseHeader(bytes.toString('latin1', position, end));
	if ('reply' in header) {
		return {reply: header.reply, next: end + 1};
	}

	if (!(header.size <= largestObject)) {
		return {missing: 1, error: new Error(`an object of ${header.size} bytes is too large`)};
	}

	const {id, type, size} = header;
	const [start, next] = [end + 1, end + 1 + size + 1];
	return bytes.length < next
		? {missing: next - bytes.length}
		: {reply: {kind: 'object', id, type, content: bytes.subarray(start, start + size)}, next};
}

function parseHeader(line: string): Header {
	if (line.endsWith(' missing')) {
		return {reply: {kind: 'missing'}};
	}

	if (line.endsWith(' ambiguous')) {
		return {reply: {kind: 'ambiguous'}};
	}

	const [id = '', type = '', size = ''] = line.split(' ');
	return {id, type, size: Number(size)};
}
