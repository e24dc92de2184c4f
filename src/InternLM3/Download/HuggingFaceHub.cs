using System.Text.Json;

namespace InternLM3.Download;

/// <summary>
/// Hugging Face's protocol: <c>/api/models/{id}/revision/{revision}?blobs=true</c> gives the commit and each file's size and hash, and
/// <c>/{id}/resolve/{commit}/{file}</c> the file, or a redirect to where it is.
/// </summary>
/// <param name="client">The connection.</param>
internal sealed class HuggingFaceHub(HubClient client) : IModelHub
{
    private readonly HubRefusal _refusal = new(ModelHub.HuggingFace, client);

    /// <inheritdoc/>
    public async Task<ModelRepository> ListAsync(RepositoryId id, CancellationToken cancellationToken)
    {
        var revision = id.Revision ?? "main";
        var address = client.Address($"api/models/{id.Name}/revision/{Uri.EscapeDataString(revision)}?blobs=true");
        var json = await client.GetJsonAsync(address, response => _refusal.Describe(response, id), cancellationToken).ConfigureAwait(false);
        var repository = new ModelRepository
        {
            Id = id.Name,
            Revision = revision,
            Commit = json.Text("sha") ?? "",
            License = json.Member("cardData")?.Text("license") ?? LicenseTag(json),
            Files = [],
        };
        var files = new List<HubFile>();
        foreach (var sibling in json.Items("siblings"))
        {
            if (sibling.Text("rfilename") is { } name && FileSelection.MayBeWanted(name))
            {
                files.Add(FileOf(sibling, name) ?? await AskAsync(repository, id, name, cancellationToken).ConfigureAwait(false));
            }
        }

        return repository with { Files = files };
    }

    /// <inheritdoc/>
    public Uri AddressOf(ModelRepository repository, string file) =>
        client.Address($"{repository.Id}/resolve/{repository.Commit}/{Uri.EscapeDataString(file)}");

    private static HubFile? FileOf(JsonElement sibling, string name) =>
        sibling.Member("lfs") is { } large
            && large.Text("sha256") is { } sha256
            && (large.Number("size") ?? sibling.Number("size")) is { } length
            ? new HubFile(name, length, sha256)
        : sibling.Text("blobId") is { } blob && sibling.Member("lfs") is null && sibling.Number("size") is { } small
            ? new HubFile(name, small, blob)
        : null;

    private static string? LicenseTag(JsonElement json)
    {
        const string Prefix = "license:";
        var tag = json.Items("tags").FirstOrDefault(item =>
            item.ValueKind == JsonValueKind.String && item.GetString()!.StartsWith(Prefix, StringComparison.Ordinal));
        return tag.ValueKind == JsonValueKind.String ? tag.GetString()![Prefix.Length..] : null;
    }

    // Mirrors may list names alone. Then a HEAD request for the file is answered with its size and hash before the redirect.
    private Task<HubFile> AskAsync(ModelRepository repository, RepositoryId id, string name, CancellationToken cancellationToken) =>
        client.RunAsync(AddressOf(repository, name), HttpMethod.Head, null, (response, _) =>
        {
            var etag = Header("X-Linked-Etag") ?? Header("ETag");
            var length = long.TryParse(Header("X-Linked-Size"), out var linked) ? linked : response.Content.Headers.ContentLength;
            return etag is not null && length is { } bytes
                ? Task.FromResult(new HubFile(name, bytes, (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"')))
                : throw (response.IsSuccessStatusCode
                    ? new DownloadException(
                        DownloadFailure.Protocol, $"{id.Name}: the hub names neither size nor hash of {name}; use another endpoint.")
                    : _refusal.Describe(response, id));

            string? Header(string key) => response.Headers.TryGetValues(key, out var values) ? values.FirstOrDefault() : null;
        }, cancellationToken, followRedirects: false);
}
