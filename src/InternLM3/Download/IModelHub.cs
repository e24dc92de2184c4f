namespace InternLM3.Download;

/// <summary>What the hubs do differently: how they list a repository and where they keep its files.</summary>
internal interface IModelHub
{
    /// <summary>Lists a repository at a revision.</summary>
    /// <exception cref="DownloadException">There is no such repository, or it may not be read.</exception>
    Task<ModelRepository> ListAsync(RepositoryId id, CancellationToken cancellationToken);

    /// <summary>Returns the address of a file.</summary>
    Uri AddressOf(ModelRepository repository, string file);
}
