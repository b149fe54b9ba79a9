package io.claimflow.spring.git.remote;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Notes who wants the configuration of the user, the system or the library. */
final class NoConfiguration extends SystemReader.Delegate {

	final List<String> read = new CopyOnWriteArrayList<>();

	NoConfiguration(SystemReader delegate) {
		super(delegate);
	}

	@Override
	public FileBasedConfig openUserConfig(Config parent, FS fs) {
		this.read.add("user");
		return super.openUserConfig(parent, fs);
	}

	@Override
	public FileBasedConfig openSystemConfig(Config parent, FS fs) {
		this.read.add("system");
		return super.openSystemConfig(parent, fs);
	}

	@Override
	public FileBasedConfig openJGitConfig(Config parent, FS fs) {
		this.read.add("jgit");
		return super.openJGitConfig(parent, fs);
	}

}
