using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace InternLM3.Tests.Support;

/// <summary>
/// A hub on the loopback interface that speaks Hugging Face's and ModelScope's protocols over files it holds in memory, and fails as it is told. Two ports: the
/// hub itself, and the store that large files are redirected to.
/// </summary>
public sealed class ImitationHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly HttpListener _hub;
    private readonly HttpListener _store;
    private volatile bool _closed;
    private readonly Task[] _loops;

    public ImitationHub(string repository, IReadOnlyDictionary<string, byte[]> files)
    {
        Repository = repository;
        Files = files;
        (_hub, Address) = Listen();
        (_store, StoreAddress) = Listen();
        _loops = [LoopAsync(_hub, ServeHubAsync), LoopAsync(_store, ServeFileAsync)];
    }

    /// <summary>The hub over the small model's files, as the real repository names them.</summary>
    public static ImitationHub OfTiny(string repository = "internlm/internlm3-8b-instruct") => OfFolder(repository, InternLM3.Tiny.InternLM3Tiny.CheckpointPath);

    public static ImitationHub OfFolder(string repository, string folder)
    {
        var files = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
        files["README.md"] = "# A model"u8.ToArray();
        files["tokenization_internlm3.py"] = "raise RuntimeError"u8.ToArray();
        files[".gitattributes"] = "*.safetensors filter=lfs"u8.ToArray();
        return new ImitationHub(repository, files);
    }

    public string Repository { get; }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public Uri Address { get; }

    public Uri StoreAddress { get; }

    /// <summary>Every request: port name, method, path and query, range, authorization.</summary>
    public ConcurrentQueue<HubRequest> Requests { get; } = new();

    /// <summary>Answers a request in place of the hub; gives false to let the hub answer.</summary>
    public Func<HubRequest, HttpListenerContext, Task<bool>>? Fault { get; set; }

    /// <summary>Changes the listing before it is sent.</summary>
    public Action<JsonObject>? ChangeListing { get; set; }

    public bool RedirectLargeFiles { get; set; } = true;

    public IEnumerable<HubRequest> FileRequests(string name) => Requests.Where(request => request.Path.Contains(name, StringComparison.Ordinal) && request.Method == "GET");

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string GitBlob(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static bool IsLarge(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal) || name == "tokenizer.model";

    public static string HashOf(string name, byte[] bytes) => IsLarge(name) ? Sha256(bytes) : GitBlob(bytes);

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _hub.Close();
        _store.Close();
        Task.WaitAll(_loops);
    }

    /// <summary>Sends a status, with a body and headers.</summary>
    public static Task<bool> AnswerAsync(HttpListenerContext context, int status, string body = "", params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return SendAsync(context, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Sends a file's range and breaks the connection after some bytes of it.</summary>
    public static async Task<bool> CutAsync(HttpListenerContext context, byte[] bytes, int after)
    {
        var (start, end) = Prepare(context, bytes);
        await context.Response.OutputStream.WriteAsync(bytes.AsMemory(start, Math.Min(after, end - start)));
        await context.Response.OutputStream.FlushAsync();
        context.Response.Abort();
        return true;
    }

    /// <summary>Sends a file's range.</summary>
    public static async Task<bool> SendRangeAsync(HttpListenerContext context, byte[] bytes)
    {
        var (start, end) = Prepare(context, bytes);
        if (context.Request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(bytes.AsMemory(start, end - start));
        }

        context.Response.Close();
        return true;
    }

    private static (int Start, int End) Prepare(HttpListenerContext context, byte[] bytes)
    {
        var (start, end) = (0, bytes.Length);
        if (context.Request.Headers["Range"] is { } range)
        {
            var parts = range["bytes=".Length..].Split('-');
            start = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            end = parts[1].Length > 0 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) + 1 : bytes.Length;
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {start}-{end - 1}/{bytes.Length}";
        }

        context.Response.ContentLength64 = end - start;
        return (start, end);
    }

    private static async Task<bool> SendAsync(HttpListenerContext context, byte[] bytes)
    {
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
        return true;
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        // HttpListener takes no port 0: a free one is asked of the system, and another when somebody was faster.
        while (true)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return (listener, new Uri(address));
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task LoopAsync(HttpListener listener, Func<HubRequest, HttpListenerContext, Task> serve)
    {
        while (!_closed)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => ServeAsync(context, ReferenceEquals(listener, _store) ? "store" : "hub", serve));
        }
    }

    private async Task ServeAsync(HttpListenerContext context, string port, Func<HubRequest, HttpListenerContext, Task> serve)
    {
        var request = new HubRequest(
            port, context.Request.HttpMethod, Uri.UnescapeDataString(context.Request.Url!.PathAndQuery), context.Request.Headers["Range"], context.Request.Headers["Authorization"]);
        Requests.Enqueue(request);
        try
        {
            if (Fault is null || !await Fault(request, context))
            {
                await serve(request, context);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private Task<bool> ServeHubAsync(HubRequest request, HttpListenerContext context)
    {
        var path = request.Path;
        if (path.StartsWith($"/api/models/{Repository}/revision/main", StringComparison.Ordinal) || path.StartsWith($"/api/models/{Repository}/revision/{Commit}", StringComparison.Ordinal))
        {
            var listing = new JsonObject
            {
                ["id"] = Repository,
                ["sha"] = Commit,
                ["cardData"] = new JsonObject { ["license"] = "apache-2.0" },
                ["siblings"] = new JsonArray([.. Files.Select(file => Sibling(file.Key, file.Value))]),
            };
            ChangeListing?.Invoke(listing);
            return AnswerAsync(context, 200, listing.ToJsonString());
        }

        if (path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal))
        {
            return AnswerAsync(context, 404, "{}", ("X-Error-Code", "RevisionNotFound"));
        }

        if (path.StartsWith($"/api/v1/models/{Repository}", StringComparison.Ordinal))
        {
            return ServeModelScopeAsync(path, context);
        }

        var name = Files.Keys.FirstOrDefault(file => path == $"/{Repository}/resolve/{Commit}/{file}");
        if (name is null)
        {
            return AnswerAsync(context, 401, "{}", ("X-Error-Code", "RepoNotFound"));
        }

        context.Response.Headers["X-Repo-Commit"] = Commit;
        if (IsLarge(name) && RedirectLargeFiles)
        {
            return AnswerAsync(context, 302, "", ("Location", new Uri(StoreAddress, $"signed/{name}").AbsoluteUri), ("X-Linked-Etag", $"\"{Sha256(Files[name])}\""), ("X-Linked-Size", $"{Files[name].Length}"));
        }

        context.Response.Headers["ETag"] = $"\"{HashOf(name, Files[name])}\"";
        return SendRangeAsync(context, Files[name]);
    }

    private Task ServeFileAsync(HubRequest request, HttpListenerContext context) =>
        Files.TryGetValue(request.Path["/signed/".Length..], out var bytes) ? SendRangeAsync(context, bytes) : AnswerAsync(context, 404);

    private Task<bool> ServeModelScopeAsync(string path, HttpListenerContext context)
    {
        if (path.Contains("/repo/files?", StringComparison.Ordinal))
        {
            var listed = new JsonArray([.. Files.Select(file => (JsonNode)new JsonObject
            {
                ["Path"] = file.Key, ["Type"] = "blob", ["Size"] = file.Value.Length, ["Sha256"] = Sha256(file.Value),
            })]);
            return AnswerAsync(context, 200, new JsonObject { ["Code"] = 200, ["Data"] = new JsonObject { [nameof(Files)] = listed, ["LatestCommitter"] = new JsonObject { ["Id"] = "" } } }.ToJsonString());
        }

        return path.Split("FilePath=") is [_, var name] ? SendRangeAsync(context, Files[name])
            : AnswerAsync(context, 200, new JsonObject { ["Data"] = new JsonObject { ["License"] = "Apache License 2.0" } }.ToJsonString());
    }

    private static JsonObject Sibling(string name, byte[] bytes)
    {
        var sibling = new JsonObject { ["rfilename"] = name, ["size"] = bytes.Length, ["blobId"] = GitBlob(bytes) };
        if (IsLarge(name))
        {
            sibling["lfs"] = new JsonObject { ["sha256"] = Sha256(bytes), ["size"] = bytes.Length, ["pointerSize"] = 134 };
        }

        return sibling;
    }
}
