using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace InternLM3.Download;

/// <summary>
/// ModelScope's protocol: <c>/api/v1/models/{id}/repo/files?Revision=&amp;Recursive=True</c> gives each file's size and SHA-256, and
/// <c>/api/v1/models/{id}/repo?Revision=&amp;FilePath=</c> the file.
/// </summary>
/// <param name="client">The connection.</param>
internal sealed class ModelScopeHub(HubClient client) : IModelHub
{
    private const int CommitDigits = 40;

    private readonly HubRefusal _refusal = new(ModelHub.ModelScope, client);

    /// <inheritdoc/>
    public async Task<ModelRepository> ListAsync(RepositoryId id, CancellationToken cancellationToken)
    {
        var revision = id.Revision ?? "master";
        var root = $"api/v1/models/{id.Name}";
        var listing = await DataAsync($"{root}/repo/files?Revision={Uri.EscapeDataString(revision)}&Recursive=True").ConfigureAwait(false);
        var about = await DataAsync(root).ConfigureAwait(false);
        HubFile[] files = [.. (listing?.Items("Files") ?? [])
            .Where(item => item.Text("Type") != "tree" && item.Text("Path") is { } name && FileSelection.MayBeWanted(name))
            .Select(item => new HubFile(item.Text("Path")!, item.Number("Size") ?? -1, item.Text("Sha256") ?? ""))];
        return new ModelRepository
        {
            Id = id.Name,
            Revision = revision,
            Commit = listing?.Member("LatestCommitter")?.Text("Id") is { Length: CommitDigits } commit ? commit : NameOf(files),
            License = about?.Text("License"),
            Files = files,
        };

        async Task<JsonElement?> DataAsync(string path) =>
            (await client.GetJsonAsync(client.Address(path), response => _refusal.Describe(response, id), cancellationToken)
                .ConfigureAwait(false)).Member("Data");
    }

    /// <inheritdoc/>
    public Uri AddressOf(ModelRepository repository, string file) => client.Address(
        $"api/v1/models/{repository.Id}/repo?Revision={Uri.EscapeDataString(repository.Revision)}&FilePath={Uri.EscapeDataString(file)}");

    // ModelScope often leaves the commit out. The hashes of all files pin the content as well as a commit would.
    private static string NameOf(HubFile[] files)
    {
        var lines = files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Hash} {file.Name}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..CommitDigits];
    }
}
