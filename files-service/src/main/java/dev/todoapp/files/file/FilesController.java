package dev.todoapp.files.file;

import dev.todoapp.platform.Owner;
import dev.todoapp.platform.Problem;
import dev.todoapp.platform.PublicUrl;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The API over {@link Files}. No byte of a file ever passes through here. */
@RestController
@RequestMapping(path = "/files", produces = MediaType.APPLICATION_JSON_VALUE)
class FilesController implements FilesApi {

    private final Files files;
    private final Limits limits;
    private final Clock clock;
    private final PublicUrl publicUrl;

    FilesController(Files files, Limits limits, Clock clock, PublicUrl publicUrl) {
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    @Override
    @GetMapping
    public List<TodoFilesView> todos(Owner owner) {
        return files.todos(owner).stream().map(TodoFilesView::of).toList();
    }

    @Override
    @GetMapping("/{todoId}")
    public ResponseEntity<List<FileView>> list(
            Owner owner,
            @PathVariable TodoId todoId,
            @RequestParam(defaultValue = "" + Slice.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        FileId after = cursor == null ? null : Fields.read("cursor", () -> FileId.parse(cursor));
        Page page = files.list(owner, todoId, Fields.read("limit", () -> new Slice(after, limit)));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (page.next() != null) {
            URI next = publicUrl.resolve("/files/%s?limit=%d&cursor=%s".formatted(todoId, limit, page.next()));
            answer.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next));
        }
        return answer.body(page.files().stream().map(this::view).toList());
    }

    @Override
    @PostMapping(path = "/{todoId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    public ResponseEntity<BegunUpload> begin(
            Owner owner, @PathVariable TodoId todoId, @RequestBody NewFileRequest request) {
        NewFile file = request.toNewFile();
        limits.admit(file, () -> files.usage(owner, todoId));
        FileId id = FileId.next(clock.instant());
        Upload upload = files.upload(owner, todoId, id, file);
        URI url = url(todoId, id);
        return ResponseEntity.created(url).body(BegunUpload.of(id, todoId, url, upload));
    }

    @Override
    @GetMapping("/{todoId}/{fileId}")
    public FileWithUrlsView find(Owner owner, @PathVariable TodoId todoId, @PathVariable FileId fileId) {
        StoredFile file = files.find(owner, todoId, fileId)
                .orElseThrow(() -> new Problem(HttpStatus.NOT_FOUND, "not-found", "There is no such file"));
        return FileWithUrlsView.of(view(file), files.download(owner, file));
    }

    @Override
    @DeleteMapping("/{todoId}/{fileId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void delete(Owner owner, @PathVariable TodoId todoId, @PathVariable FileId fileId) {
        files.delete(owner, todoId, fileId);
    }

    @Override
    @DeleteMapping("/{todoId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void deleteAll(Owner owner, @PathVariable TodoId todoId) {
        files.deleteAll(owner, todoId);
    }

    private FileView view(StoredFile file) {
        return FileView.of(file, url(file.todoId(), file.id()));
    }

    private URI url(TodoId todoId, FileId fileId) {
        return publicUrl.resolve("/files/" + todoId + "/" + fileId);
    }
}
