using System.Net;

namespace InternLM3.Download;

/// <summary>Turns the error response of a hub into an exception that says what to do.</summary>
/// <param name="hub">The hub.</param>
/// <param name="client">The connection; tells whether there was a token.</param>
internal sealed class HubRefusal(ModelHub hub, HubClient client)
{
    private readonly string _token = hub == ModelHub.ModelScope ? "MODELSCOPE_API_TOKEN" : "HF_TOKEN";

    /// <summary>Returns the error of a response that is no success.</summary>
    public DownloadException Describe(HttpResponseMessage response, RepositoryId id)
    {
        // Hugging Face says in this header what the status leaves open.
        var code = response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.FirstOrDefault() : null;
        var host = client.Address("").Host;
        var revision = id.Revision is null ? "" : $" with a revision {id.Revision}";
        return (response.StatusCode, code) switch
        {
            (_, "GatedRepo") => Denied(
                $"{id.Name} is gated: accept its terms on {client.Address(id.Name)} and set {_token} to a token of that account."),
            (_, "RevisionNotFound") => new DownloadException(
                DownloadFailure.RevisionNotFound,
                $"{id.Name} has no revision {id.Revision ?? "main"}; "
                + "leave it out for the main branch or name a branch, tag or commit."),
            (HttpStatusCode.Unauthorized, "RepoNotFound") or (HttpStatusCode.NotFound, _) => new DownloadException(
                DownloadFailure.RepositoryNotFound,
                $"{host} has no repository {id.Name}{revision}, or hides it: "
                + $"check the spelling{(client.HasToken ? "" : $", or set {_token} for a private one")}."),
            (HttpStatusCode.Unauthorized, _) => Denied(client.HasToken
                ? $"The token in {_token} was refused for {id.Name}; make a new one or unset it."
                : $"{id.Name} needs a token: set {_token}."),
            (HttpStatusCode.Forbidden, _) => Denied(
                $"{id.Name} may not be read{(client.HasToken ? " with this token" : "")}; "
                + $"ask for access on {client.Address(id.Name)} and set {_token} to a token that has it."),
            _ => new DownloadException(
                DownloadFailure.Protocol,
                $"{host} answered {(int)response.StatusCode} {response.ReasonPhrase} for {id.Name}; check the endpoint."),
        };
    }

    private static DownloadException Denied(string message) => new(DownloadFailure.AccessDenied, message);
}
