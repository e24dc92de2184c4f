using System.Net.Sockets;
using System.Security.Cryptography;
using InternLM3.Hosting;
using InternLM3.Tiny;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;

namespace InternLM3.Cli.Serving;

/// <summary>Runs the server: Kestrel, the model, and its OpenAI endpoints.</summary>
internal static class ModelServer
{
    private const string CertificateHint =
        """HTTPS needs a certificate in the file of --config, """
        + """{"Kestrel": {"Certificates": {"Default": {"Path": "server.pfx", "Password": "…"}}}}, or in the environment.""";

    /// <summary>
    /// Serves until cancelled or the process is told to stop. The port answers at once; requests get 503 while the model loads.
    /// </summary>
    public static async Task RunAsync(ServeArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (arguments.Model == ModelSelection.TinyName)
        {
            await error.WriteLineAsync(InternLM3Tiny.Notice).ConfigureAwait(false);
        }

        using var client = new InternLM3ChatClient(ModelSelection.PathOf(arguments.Model), arguments.Loading);
        var app = ServerApplication.Create(arguments, client);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, cancellationToken).ConfigureAwait(false);
            await WarnAsync(arguments, app.Urls, error).ConfigureAwait(false);
            try
            {
                // Loads the model and generates a first token: a failure here ends the server instead of every request.
                await new InternLM3WarmUp(client).StartAsync(cancellationToken).ConfigureAwait(false);
                var name = arguments.Endpoints.ModelName ?? client.GetService<ChatClientMetadata>()!.DefaultModelId;
                await output.WriteLineAsync($"{name} on {string.Join(" ", app.Urls)} (Ctrl+C ends)").ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new InternLM3Exception(
                $"The server cannot listen: {e.Message}. --server-name is an address of this machine, localhost, or 0.0.0.0 for all.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or CryptographicException
            or FileNotFoundException or DirectoryNotFoundException)
        {
            // Kestrel's errors about its configuration: no certificate, a wrong password, an invalid address.
            throw new InternLM3Exception(
                $"The server cannot listen: {e.Message.Split('\n')[0].Split(" (Parameter ")[0].Trim()} {CertificateHint}", e);
        }
    }

    private static async Task WarnAsync(ServeArguments arguments, IEnumerable<string> addresses, TextWriter error)
    {
        if (arguments.Endpoints.ApiKeys.Count == 0 && addresses.FirstOrDefault(address => !Listening.IsThisMachine(address)) is { } open)
        {
            await error.WriteLineAsync(
                $"Warning: everybody who reaches {open} is answered. Give --api-keys, "
                + "or leave out --server-name to serve this machine only.").ConfigureAwait(false);
        }
    }
}
