using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InternLM3.AspNetCore.Tests.Support;

namespace InternLM3.AspNetCore.Tests.Traces;

/// <summary>
/// A recorded exchange: request.json, and response.json, or response.txt for a stream. Ids, times and the last digits of log-probabilities
/// are normalised, and so is every value of a metric. A request's "server" holds options of a server made for it; "loading" makes one whose model
/// is not there yet.
/// </summary>
public static partial class Trace
{
    private static readonly JsonSerializerOptions s_written = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends a recorded request and gives the file name and the text its response is kept under.</summary>
    public static async Task<(string File, string Text)> RunAsync(ScriptedServer scripted, string folder)
    {
        var request = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "request.json")))!;
        if (request["loading"] is not null)
        {
            await using var late = new LateModel();
            await using var waiting = await TestServer.StartAsync(late.Client);
            return await SendAsync(waiting.Http, request);
        }

        if (request["server"] is not { } options)
        {
            return await SendAsync(scripted.Server.Http, request);
        }

        await using var server = await TestServer.StartAsync(scripted.Client, options.Deserialize<InternLM3OpenAIOptions>());
        return await SendAsync(server.Http, request);
    }

    private static async Task<(string File, string Text)> SendAsync(HttpClient http, JsonNode request)
    {
        using var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), (string)request["path"]!);
        if ((request["raw"]?.GetValue<string>() ?? request["body"]?.ToJsonString()) is { } body)
        {
            message.Content = new StringContent(body, Encoding.UTF8, (string?)request["headers"]?["Content-Type"] ?? "application/json");
        }

        message.Headers.TryAddWithoutValidation("Authorization", (string?)request["headers"]?["Authorization"]);

        using var response = await http.SendAsync(message);
        var text = Normalise(await response.Content.ReadAsStringAsync());
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "text/event-stream":
                return ("response.txt", text);
            case "text/plain":
                return ("response.txt", Measured().Replace(text, "0"));
        }

        var kept = new JsonObject { ["status"] = (int)response.StatusCode, ["body"] = text.Length == 0 ? null : JsonNode.Parse(text) };
        return ("response.json", $"{kept.ToJsonString(s_written)}\n");
    }

    private static string Normalise(string text)
    {
        text = Ids().Replace(text, "$1ID");
        text = Created().Replace(text, "\"created\":0");
        text = Cached().Replace(text, "\"cached_tokens\":0");

        // Machines differ in the last digits of a sum of products.
        return Digits().Replace(text, match => Math.Round(double.Parse(match.Value, CultureInfo.InvariantCulture), 2).ToString("0.0#", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("(chatcmpl-|cmpl-|call_)[0-9a-f]{32}")]
    private static partial Regex Ids();

    [GeneratedRegex("\"created\":[0-9]+")]
    private static partial Regex Created();

    [GeneratedRegex("\"cached_tokens\":[0-9]+")]
    private static partial Regex Cached();

    [GeneratedRegex("(?<=^internlm3:.* )[^ ]+$", RegexOptions.Multiline)]
    private static partial Regex Measured();

    [GeneratedRegex(@"-[0-9]+\.[0-9]+(E-?[0-9]+)?|-[0-9]+E-?[0-9]+")]
    private static partial Regex Digits();
}
