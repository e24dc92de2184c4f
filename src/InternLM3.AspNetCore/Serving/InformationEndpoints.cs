using InternLM3.AspNetCore.Metrics;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The endpoints that generate nothing: models, embeddings (refused), health, metrics.</summary>
internal sealed class InformationEndpoints(ServedModel served, Shutdown shutdown, EngineMetrics metrics)
{
    /// <summary>GET /v1/models.</summary>
    public Task ModelsAsync(HttpContext context, CancellationToken cancellationToken) =>
        ResponseJson.WriteAsync(context, new ModelList { Data = [Card()] }, WireJson.Wire.ModelList);

    /// <summary>GET /v1/models/{id}; an id may hold slashes.</summary>
    public Task ModelAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = context.Request.RouteValues["id"] as string;
        return id == served.Name ? ResponseJson.WriteAsync(context, Card(), WireJson.Wire.ModelCard) : throw served.NoSuchModel(id);
    }

    /// <summary>POST /v1/embeddings: refused as LMDeploy refuses it.</summary>
    public static Task EmbeddingsAsync(HttpContext context, CancellationToken cancellationToken) =>
        throw new RequestException("Embeddings are not supported: InternLM3 is a chat model; use an embedding model.", code: "unsupported");

    /// <summary>GET /health and /health/ready: whether requests are answered now.</summary>
    public Task ReadyAsync(HttpContext context)
    {
        served.BeginLoading();
        var status = shutdown.IsStopping ? "stopping" : served.Loaded is null ? "loading" : "ready";
        var body = new HealthBody { Status = status };
        return ResponseJson.WriteAsync(context, body, WireJson.Wire.HealthBody, status == "ready" ? 200 : 503);
    }

    /// <summary>GET /health/live: whether the process answers at all.</summary>
    public static Task LiveAsync(HttpContext context) =>
        ResponseJson.WriteAsync(context, new HealthBody { Status = "live" }, WireJson.Wire.HealthBody);

    /// <summary>GET /metrics, in Prometheus' text format.</summary>
    public async Task MetricsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(metrics.Render(), context.RequestAborted).ConfigureAwait(false);
    }

    private ModelCard Card() =>
        new() { Id = served.Name, Root = served.Name, Created = served.Created, MaxModelLen = served.Loaded?.ContextLength };
}
