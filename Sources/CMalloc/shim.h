// What glibc's allocator can be told; Swift's own Glibc module leaves it out.
#pragma once
#include <malloc.h>
