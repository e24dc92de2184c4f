using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

/// <summary><c>--ssl</c> and <c>--config</c>, with a certificate made for the test.</summary>
public sealed class ServeTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate;

    public ServeTlsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(_folder["server.pfx"], _certificate.Export(X509ContentType.Pfx, "zwei & vier"));
        File.WriteAllText(_folder["server.pem"], _certificate.ExportCertificatePem());
        File.WriteAllText(_folder["no.key"], "This is no key.");
        File.WriteAllText(_folder["server.key"], key.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public async Task Serve_Ssl_AnswersWithTheCertificateOfTheConfiguration()
    {
        var config = Write("""{"Kestrel": {"Certificates": {"Default": {"Path": "server.pfx", "Password": "zwei & vier"}}}}""");
        await using var server = await ServerProcess.StartAsync("InternLM3.Cli", _folder["cache"], ["serve", "--server-port", "0", "--ssl", "--config", config]);
        Assert.Equal("https", server.Address.Scheme);
        using var http = Client(server.Address);

        var answer = await (await http.PostAsJsonAsync("/v1/chat/completions", new { messages = "你好", temperature = 0 })).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("你好!有什么可以帮你的吗?", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        using var plain = new HttpClient { BaseAddress = new UriBuilder(server.Address) { Scheme = "http" }.Uri };
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync("/health"));
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(rebound)).StatusCode);
    }

    [Fact]
    public async Task Serve_EndpointsOfTheConfiguration_TakeThePlaceOfTheOptions()
    {
        var config = Write("""{"Kestrel": {"Endpoints": {"Secure": {"Url": "https://0.0.0.0:0", "Certificate": {"Path": "server.pem", "KeyPath": "server.key"}}}}}""");
        await using var server = await ServerProcess.StartAsync("InternLM3.Cli", _folder["cache"], ["serve", "--config", config]);
        using var http = Client(new UriBuilder(server.Address) { Host = "127.0.0.1" }.Uri);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("Warning: everybody who reaches https://", (await server.StopAsync()).Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{", ExitCode.Usage, "cannot be read")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "server.pfx", "Password": "wrong"}}}}""", ExitCode.Failure, "HTTPS needs a certificate")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "absent.pfx"}}}}""", ExitCode.Failure, "absent.pfx")]
    [InlineData("""{"Kestrel": {"Endpoints": {"A": {"Url": "gopher://x"}}}}""", ExitCode.Failure, "gopher")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "server.pem", "KeyPath": "no.key"}}}}""", ExitCode.Failure, "HTTPS needs a certificate")]
    public async Task Serve_ConfigurationThatCannotWork_EndsWithOneSentence(string json, int exitCode, string said) =>
        Assert.Contains(said, await CommandRun.RefusalAsync(exitCode, "serve", "--server-port", "0", "--ssl", "--config", Write(json)), StringComparison.Ordinal);

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    /// <summary>A client that trusts this certificate and no other.</summary>
    private HttpClient Client(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _certificate.GetCertHashString(HashAlgorithmName.SHA256),
            },
        };
        return new HttpClient(handler) { BaseAddress = address };
    }

    private string Write(string json)
    {
        File.WriteAllText(_folder["kestrel.json"], json);
        return _folder["kestrel.json"];
    }
}
