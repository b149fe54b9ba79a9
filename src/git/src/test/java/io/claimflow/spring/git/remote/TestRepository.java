package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Signers;
import org.jspecify.annotations.Nullable;

/**
 * The repository of an author, in memory. Texts of files that begin with a marker are
 * entries of another kind.
 */
public final class TestRepository {

	static final String LINK = "link:";

	static final String SUBMODULE = "submodule:";

	/** A time before that of any other commit. */
	public static final Instant BEFORE = Instant.parse("2026-11-01T08:00:00Z");

	static final Instant DAY = Instant.parse("2026-11-30T08:00:00Z");

	private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("origin"));

	private Instant now = DAY;

	private @Nullable ObjectId head;

	InMemoryRepository repository() {
		return this.repository;
	}

	/** Commits files to the branch "main", after what is there. */
	public String commit(String message, Map<String, String> files) throws Exception {
		return commit("main", message, files, this.head, Optional.empty());
	}

	/** Replaces the branch by a commit that nothing is before. */
	public String forcePush(String message, Map<String, String> files) throws Exception {
		return commit("main", message, files, null, Optional.empty());
	}

	/** Commits with a signature of an ssh key. */
	public String sign(String message, Map<String, String> files, Path key) throws Exception {
		return commit("main", message, files, this.head, Optional.of(key));
	}

	/** Commits with a signature, as if it were another time. */
	public String signAt(Instant time, String message, Map<String, String> files, Path key) throws Exception {
		Instant now = this.now;
		this.now = time;
		try {
			return sign(message, files, key);
		}
		finally {
			this.now = now;
		}
	}

	String commit(String branch, String message, Map<String, String> files, @Nullable ObjectId parent,
			Optional<Path> key) throws Exception {
		this.now = this.now.plusSeconds(60);
		PersonIdent author = new PersonIdent("An Author", "author@example.com", this.now, ZoneOffset.UTC);
		try (ObjectInserter inserter = this.repository.newObjectInserter()) {
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(tree(inserter, files));
			if (parent != null) {
				commit.setParentId(parent);
			}
			commit.setAuthor(author);
			commit.setCommitter(new PersonIdent("A Committer", "committer@example.com", this.now, ZoneOffset.UTC));
			commit.setMessage(message);
			if (key.isPresent()) {
				Signers.get(GpgConfig.GpgFormat.SSH)
					.signObject(this.repository, new GpgConfig(this.repository.getConfig()), commit, author,
							key.get().toString(), null);
			}
			ObjectId id = inserter.insert(commit);
			inserter.flush();
			point(branch, id);
			return id.name();
		}
	}

	private ObjectId tree(ObjectInserter inserter, Map<String, String> files) throws IOException {
		DirCache index = DirCache.newInCore();
		DirCacheBuilder builder = index.builder();
		for (Map.Entry<String, String> file : files.entrySet()) {
			DirCacheEntry entry = new DirCacheEntry(file.getKey());
			String text = file.getValue();
			if (text.startsWith(SUBMODULE)) {
				entry.setFileMode(FileMode.GITLINK);
				entry.setObjectId(ObjectId.fromString(text.substring(SUBMODULE.length())));
			}
			else {
				boolean link = text.startsWith(LINK);
				entry.setFileMode(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
				entry.setObjectId(inserter.insert(Constants.OBJ_BLOB,
						(link ? text.substring(LINK.length()) : text).getBytes(StandardCharsets.ISO_8859_1)));
			}
			builder.add(entry);
		}
		builder.finish();
		return index.writeTree(inserter);
	}

	void point(String branch, ObjectId id) throws IOException {
		RefUpdate update = this.repository.updateRef(Constants.R_HEADS + branch);
		update.setNewObjectId(id);
		update.setForceUpdate(true);
		update.forceUpdate();
		this.head = id;
	}

	/** Removes a branch. */
	public void remove(String branch) throws IOException {
		RefUpdate update = this.repository.updateRef(Constants.R_HEADS + branch);
		update.setForceUpdate(true);
		update.delete();
	}

}
