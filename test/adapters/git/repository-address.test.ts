import {expect, test} from 'vitest';
import {checkRepository, showRepository} from '../../../source/adapters/git/repository-address.ts';

test.for([
	'https://github.com/org/repository.git',
	'https://token@host.example:8443/org/repository',
	'https://user:password@host/x',
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
	['ssh://git@host/x', 'ssh://host/x'],
	['git@host:x/y', 'host:x/y'],
	['/srv/a@b:c', '/srv/a@b:c'],
	['https://host/x', 'https://host/x'],
] as const)('%s is shown without user and password', ([repository, expected]) => {
	expect(showRepository(repository)).toBe(expected);
});
