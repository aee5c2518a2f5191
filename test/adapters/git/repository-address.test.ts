import {expect, test} from 'vitest';
import {checkRepository, showRepository, typeRepository} from '../../../source/adapters/git/repository-address.ts';

test.for([
	'https://github.com/org/repository.git',
	'https://token@host.example:8443/org/repository',
	'https://user@host/x',
	'https://bücher.example/x',
	'https://[2001:db8::1]/x',
	'ssh://git@host.example:2222/org/repository.git',
	'ssh://host/x',
	'git@github.com:org/repository.git',
	'host.example:repository',
	'/srv/git/with a space/repository',
	'file:///srv/git/repository',
	'http://localhost/x',
	'http://127.0.0.1:3000/x.git',
	'http://127.8.8.8/x',
	'http://[::1]:3000/x',
])('%s may be read', repository => {
	expect(checkRepository(repository)).toBeUndefined();
});

test.for([
	['', 'empty'],
	['--upload-pack=touch /tmp/x', 'option'],
	['-x', 'option'],
	['ext::sh -c touch% /tmp/x', 'transport helpers'],
	['fd::17', 'transport helpers'],
	['git://host/x', 'not read by git://'],
	['ftp://host/x', 'not read by ftp://'],
	['git+ssh://host/x', 'not read by git+ssh://'],
	['HTTPS://host/x', 'small letters'],
	['http://host.example/x', 'only used on this machine'],
	['http://localhost.example/x', 'only used on this machine'],
	['http://localhost@host.example/x', 'only used on this machine'],
	['http://127.0.0.1.host.example/x', 'only used on this machine'],
	['http://localhost\\@host.example/x', 'backslash'],
	['http://localhost#@host.example/x', 'only used on this machine'],
	['http://0.0.0.0/x', 'only used on this machine'],
	['https://', 'not a complete https URL'],
	['https://host /x', 'space'],
	['ssh://-oProxyCommand=x/y', 'not a complete ssh URL'],
	['ssh://-x@host/y', 'not a complete ssh URL'],
	['ssh://%2doProxyCommand=x/y', 'not a complete ssh URL'],
	['-oProxyCommand=x:y', 'option'],
	['git@-oProxyCommand=x:y', 'neither'],
	['git@host:-x', 'neither'],
	['git@host::x', 'transport helpers'],
	['file://host/x', 'not a complete file URL'],
	['https://user:password@host/x', 'holds a password'],
	['https://user:@host/x', 'holds a password'],
	['https://user:pass/word@host/x', 'holds a password'],
	['http://user:1234@127.0.0.1:3000/x', 'holds a password'],
	['ssh://user:password@host/x', 'holds a password'],
	['user:password@host:x', 'holds a password'],
	['https:/user:password@host/x', 'holds a password'],
	['relative/path', 'must be absolute'],
	['./x', 'must be absolute'],
	['../x', 'must be absolute'],
	['/srv/a\nb', 'control characters'],
	['https://host/\u001b[31m', 'control characters'],
	[`https://host/${'x'.repeat(3000)}`, 'longer than'],
] as const)('%j is refused', ([repository, reason]) => {
	expect(checkRepository(repository)).toContain(reason);
});

test.for([
	['https://user:secret@host/x', 'https://host/x'],
	['https://token@host:1/x@y', 'https://host:1/x@y'],
	['https://host:1/x@y', 'https://host:1/x@y'],
	['https://[2001:db8::1]/x@y', 'https://[2001:db8::1]/x@y'],
	['https://user:se/cr@et@host/x', 'https://host/x'],
	['HTTPS://user:secret@host/x', 'HTTPS://host/x'],
	['git+ssh://user:secret@host/x', 'git+ssh://host/x'],
	['https:///user:secret@host/x', 'https:///host/x'],
	['https:/user:secret@host/x', 'host/x'],
	['user:secret@host:x', 'host:x'],
	['file:///srv/a:b@c', 'file:///srv/a:b@c'],
	['ssh://git@host/x', 'ssh://host/x'],
	['git@host:x/y', 'host:x/y'],
	['/srv/a@b:c', '/srv/a@b:c'],
	['https://host/x', 'https://host/x'],
] as const)('%s is shown without user and password', ([repository, expected]) => {
	expect(showRepository(repository)).toBe(expected);
});

test.for([
	['git@host:x/y', 'git@host:x/y'],
	['ssh://git@host:22/x', 'ssh://git@host:22/x'],
	['https://token@host/x', 'https://host/x'],
	["/srv/a b'c", "'/srv/a b'\\''c'"],
	['https://host/$(touch x)', "'https://host/$(touch x)'"],
] as const)('%s is typed without a secret and quoted', ([repository, expected]) => {
	expect(typeRepository(repository)).toBe(expected);
});
