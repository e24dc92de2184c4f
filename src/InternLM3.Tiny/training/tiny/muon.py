"""Muon for the layers' matrices: momentum, made orthogonal before it is applied (Jordan and others, 2024)."""
import torch


class Muon:
    """Takes lists of views that a fused parameter is cut into; each is made orthogonal by itself."""

    def __init__(self, parameters, kind, momentum=0.95):
        self.parameters, self.kind, self.momentum = parameters, kind, momentum
        self.buffers = [torch.zeros_like(parameter) for parameter, _ in parameters]

    def step(self, rate, decay, pool):
        list(pool.map(lambda index: self._step(index, rate, decay), range(len(self.parameters))))

    @torch.no_grad()
    def _step(self, index, rate, decay):
        (parameter, sizes), buffer = self.parameters[index], self.buffers[index]
        buffer.lerp_(parameter.grad, 1 - self.momentum)
        update = parameter.grad.lerp(buffer, self.momentum)
        parameter.mul_(1 - rate * decay)
        for target, part in zip(parameter.split(sizes), update.split(sizes)):
            # The root of the ratio keeps the change of the output alike for matrices of all shapes.
            target.add_(_orthogonal(part.to(self.kind)), alpha=-rate * max(1, part.shape[0] / part.shape[1]) ** 0.5)

    def state_dict(self):
        return self.buffers

    def load_state_dict(self, state):
        for buffer, saved in zip(self.buffers, state):
            buffer.copy_(saved)


def _orthogonal(matrix, iterations=5):
    """Newton-Schulz iterations with the coefficients of Muon's authors: singular values come near 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if wide else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(iterations):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if wide else x).float()
