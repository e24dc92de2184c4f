// InternLM3 in your own ASP.NET Core application: any OpenAI client talks to it, beside the application's own endpoints.
//   dotnet run --project samples/07-OpenAIServer -- --urls http://127.0.0.1:5080
//   curl http://127.0.0.1:5080/v1/chat/completions -H "Content-Type: application/json" \
//     -d '{"messages": [{"role": "user", "content": "Who are you?"}]}'
using InternLM3.Tiny;

var builder = WebApplication.CreateBuilder(args);
var model = builder.Configuration["model"] ?? InternLM3Tiny.CheckpointPath;   // --model <folder of your checkpoint>
builder.Services.AddInternLM3ChatClient(model);
builder.Services.AddInternLM3WarmUp(model);
var app = builder.Build();
app.MapGet("/", () => "OpenAI's API is under /v1.");
app.MapInternLM3OpenAI();
app.Run();
